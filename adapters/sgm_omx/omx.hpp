// The adapter's steps, one file each: sign-in and requests (adapter.cpp), lists (lists.cpp), ASNs (asn.cpp).
#pragma once
#include <map>

#include "adapter_api/portal_page.hpp"
#include "pages.hpp"
#include "settings/spec.hpp"

namespace calloff::sgm_omx {

const settings::Spec& spec();

class Omx final : public adapter_api::Adapter {
 public:
  Task<void> open(adapter_api::Run& run) override;
  Task<adapter_api::Listing> list(adapter_api::Run& run, std::string feed, adapter_api::DateWindow window) override;
  Task<adapter_api::FetchedDocument> fetch(adapter_api::Run& run, std::string feed, adapter_api::Entry entry) override;
  Task<adapter_api::Prepared> prepare(adapter_api::Run& run, adapter_api::Submission submission) override;
  boost::asio::awaitable<adapter_api::Outcome> submit(adapter_api::Run& run, adapter_api::Prepared prepared) override;
  Task<adapter_api::Sighting> look_up(adapter_api::Run& run, adapter_api::Submission submission,
                                      std::vector<adapter_api::Known> controls) override;
  Task<void> close(adapter_api::Run& run) override;

 private:
  std::map<std::string, std::string> snippets_;  // of the last list, by entry id
};

/// The address of `path` under the account's base_url.
std::string url(const adapter_api::Run& run, const std::string& path);

/// A query of OMX: the form's token is fetched, sent, and renewed page by page.
struct Query {
  std::string path, form, table, step;
  Kind kind = Kind::unknown;
  adapter_api::FormFields fields;
};
struct QueryResult {
  std::vector<std::string> headers;
  std::vector<ListRow> rows;
  std::vector<adapter_api::Part> evidence;
  bool says_empty = false;
  bool is_complete = false;  ///< as many rows as the portal counted, pages in order

  Result<std::size_t> column(std::string_view header) const;
};
/// Every page of the answer. errors: of ask_page, unexpected, read_list; retry page/moving
Task<QueryResult> ask_all_pages(adapter_api::Run& run, Query query);

}  // namespace calloff::sgm_omx
