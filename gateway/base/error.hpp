// What went wrong, as a value: what happens next (recovery), what it is (code), its particulars (args), where.
// Threading: plain values.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace calloff {

/// What happens next on the inbound side; nothing else of an Error decides it.
enum class Recovery {
  retry,         ///< wait, then again
  sign_in,       ///< an expired session: sign in once, then hold
  hold_account,  ///< a rejected password, a captcha, an expiry: stop at the first
  hold_feed,     ///< the page is not as promised
  quarantine,    ///< this document only
  ask_person,    ///< only a person can go on
  fix_config,    ///< not started: configuration or usage
  fix_code,      ///< our defect
  stopped        ///< we were told to stop: an outcome, never a ticket
};

std::string_view to_string(Recovery recovery);

/// Where it happened; every part may be absent.
/// offset: bytes from the start of the archived document
/// position: the same for people, e.g. `orders.yaml:7:3` or `row 4, column 需求数量`
struct Where {
  std::string customer, plant, feed, document;
  std::optional<std::uint64_t> offset;
  std::string position;
};

struct Error {
  Recovery recovery = Recovery::fix_code;
  std::string code;  ///< stable text `stage/what`; its sentence stands in the catalogue
  std::vector<std::pair<std::string, std::string>> args;
  Where where;

  Error() = default;
  Error(Recovery recovery_, std::string code_, std::vector<std::pair<std::string, std::string>> args_ = {},
        Where where_ = {})
      : recovery(recovery_), code(std::move(code_)), args(std::move(args_)), where(std::move(where_)) {}

  /// The value of one argument, empty if it is not there.
  std::string_view arg(std::string_view name) const;
};

enum class Language { en, zh };

/// One sentence for people: what, where, what to do. Falls back to English, and to `code (name=value, ...)`
/// for a code that the catalogue does not have.
std::string sentence(const Error& error, Language language = Language::en);

/// Is this code in the catalogue? Tests ask it of every code in the tree.
bool has_sentence(std::string_view code);

}  // namespace calloff
