// A store into which one feed's pages are archived and committed, without a portal and without reading them: what the
// page held is said by the test.
#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/dates.hpp"
#include "inbound/commit.hpp"
#include "store/page_shapes.hpp"
#include "support/asn/run_task.hpp"
#include "support/temporary_folder.hpp"

namespace calloff::test {

class Desk {
 public:
  explicit Desk(store::FeedKey feed)
      : feed_(std::move(feed)), store_(store::Store::open(folder_.path(), store::Mode::write, *clock_).value()) {}

  /// returns: the document's id
  std::string archive(const std::string& entry, const std::string& mark, const std::string& bytes) {
    adapter_api::FetchedDocument fetched;
    fetched.entry.id = entry;
    fetched.entry.mark = mark;
    fetched.parts.push_back({"detail", "text/html", bytes});
    return run_for(inbound::archive_document(*store_, feed_, kRun, fetched)).value().document;
  }
  /// What a mapping would hand over of that document; the test changes what it is about.
  inbound::Publication publication(const std::string& entry, std::string document) const {
    inbound::Publication publication;
    publication.feed = feed_;
    publication.entry = entry;
    publication.run = kRun;
    publication.document = std::move(document);
    publication.mapping_version = "m1";
    return publication;
  }
  /// says: the hash of what was understood
  inbound::Committed commit(const inbound::Publication& publication, const std::string& says,
                            std::vector<std::string> headers, std::size_t rows) {
    inbound::Understood understood;
    understood.drafts_hash = says;
    understood.evidence.parts = {{"detail", "tab", std::move(headers), rows, {}}};
    return run_for(inbound::commit_document(*store_, publication, understood)).value();
  }
  template <typename Read>
  auto read(Read read) const {
    return store_->read_now(std::move(read)).value();
  }
  const store::FeedKey& feed() const { return feed_; }

 private:
  static constexpr const char* kRun = "R-000001";
  store::FeedKey feed_;
  TemporaryFolder folder_{TemporaryFolder::quick()};
  std::unique_ptr<Clock> clock_ = frozen_clock(parse_instant("2026-03-10T03:12:00Z").value());
  std::unique_ptr<store::Store> store_;
};

}  // namespace calloff::test
