// One plant's site of eSchedule: signing in (adapter.cpp), its pages (pages.cpp), lists (lists.cpp), documents
// (documents.cpp), accepting a sheet (accept.cpp).
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapter_api/adapter.hpp"
#include "adapter_api/portal_list.hpp"
#include "adapter_api/portal_notice.hpp"
#include "adapter_api/portal_page.hpp"
#include "adapter_api/portal_said.hpp"
#include "settings/spec.hpp"

namespace calloff::sgm_eschedule {

/// The account's settings: README.md has them as a table.
const settings::Spec& spec();

/// A feed's pages as the site words them. unread: states that differ only in whether somebody opened the document;
/// closed: states after which it stands still; details: table of a document's own page
struct FeedShape {
  adapter_api::ListShape list;
  std::string state, details;
  std::vector<std::string> unread, closed;
};
/// errors: fix_config adapter/unknown_feed (feed)
Result<FeedShape> shape_of(const adapter_api::Run& run, const std::string& feed);

enum class Kind {
  said,       ///< what every portal may say instead: `Page::said`
  signed_in,  ///< the page after a good log-in
  list,
  detail,
  unknown
};
struct Classified {
  Kind kind = Kind::unknown;
  adapter_api::Said said = adapter_api::Said::nothing;
};
/// shape: of the feed whose page was asked for; nullptr while signing in
Classified classify(const formats::Page& page, const adapter_api::PortalWords& words, const FeedShape* shape);

/// The address of `path` under the site's root.
std::string url(const adapter_api::Run& run, const std::string& path);

/// What tells two states of a pick-up sheet's lines apart, whatever else its page says.
std::string lines_mark(const formats::Table& table);

/// An opened pick-up sheet as its form stands there, ready to be accepted.
struct AcceptForm {
  std::string charset, mark;  ///< mark: of its lines
  adapter_api::FormFields fields;
};
/// None where the page has no such form: the sheet cannot be accepted any more.
std::optional<AcceptForm> accept_form(const formats::Page& page, const FeedShape& shape);

class Eschedule final : public adapter_api::Adapter {
 public:
  Task<void> open(adapter_api::Run& run) override;
  Task<adapter_api::Listing> list(adapter_api::Run& run, std::string feed, adapter_api::DateWindow window) override;
  Task<adapter_api::FetchedDocument> fetch(adapter_api::Run& run, std::string feed, adapter_api::Entry entry) override;
  Task<void> settle(adapter_api::Run& run, std::string feed, adapter_api::Entry entry,
                    adapter_api::Disposition disposition) override;
  Task<void> close(adapter_api::Run& run) override;

 private:
  /// What is remembered of a listed row until the next list.
  struct Listed {
    adapter_api::Part row;
    std::string state;
    std::string lines;      ///< lines_mark of the sheet as handed over; empty: not fetched yet
    bool is_asked = false;  ///< to be accepted: once a list
  };
  /// A list read once, its pages as served.
  struct ReadList {
    adapter_api::ListReading reading;
    std::vector<adapter_api::Part> evidence;
    std::string charset;
  };
  using Rows = std::map<std::string, Listed>;  // by entry id

  Task<adapter_api::PageAnswer> ask_list(adapter_api::Run& run, std::string feed, FeedShape shape, std::size_t number);
  Task<ReadList> read_all(adapter_api::Run& run, std::string feed, FeedShape shape);
  Task<void> accept(adapter_api::Run& run, FeedShape shape, std::string feed, adapter_api::Entry entry,
                    std::string lines);
  void note_asked(const std::string& feed, const std::string& entry);

  std::map<std::string, Rows> listed_;  // of the last list, by feed
};

}  // namespace calloff::sgm_eschedule
