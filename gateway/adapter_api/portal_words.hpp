// The sentences by which a portal's pages are told apart. Every site may word them otherwise, in another language: they
// are settings of the account. Threading: values.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "adapter_api/run.hpp"
#include "formats/page.hpp"
#include "settings/spec.hpp"

namespace calloff::adapter_api {

/// Each list: any of these. page_count: `{rows}`, `{page}` and `{pages}` stand for numbers.
struct PortalWords {
  std::vector<std::string> rejected, locked, password_expired, password_expiring, in_use, kicked_out, go_on,
      maintenance, address_blocked, busy, empty;
  std::string page_count;
};

/// A list of texts, each beside a comma and a space in `otherwise`.
settings::Spec text_list(std::string name, std::string otherwise, std::string description);

/// The key `words` of an adapter's spec; its defaults are those of SAIC-GM's portals.
/// more: further words of the adapter
settings::Spec portal_words_spec(std::vector<settings::Spec> more = {});

/// The account's words. run: of an adapter whose spec has portal_words_spec()
PortalWords portal_words(const Run& run);

/// A setting that is a list of words.
std::vector<std::string> setting_words(const Run& run, std::string_view key);

/// The first of `words` that the page says, scripts included; empty if none.
std::string said_of(const formats::Page& page, const std::vector<std::string>& words);
/// The first of `words` in the page's visible text; a script may hold the words of every case.
std::string shown_of(const formats::Page& page, const std::vector<std::string>& words);

}  // namespace calloff::adapter_api
