// A store of long ago, of which much may be given up by now.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "folder.hpp"
#include "store/check.hpp"
#include "store/delivery_schedules.hpp"
#include "store/documents.hpp"
#include "store/prune.hpp"
#include "store/runs.hpp"
#include "support/asn/run_task.hpp"

namespace calloff::store {

inline const FeedKey kFeed{"sgm", "JQ", "daily"};

/// A store in the morning of 2026-03-10, and the rules of a day much later.
struct Old {
  Folder folder;
  std::unique_ptr<Store> store = open_store(folder);
  PruneBefore before{at("2030-01-01T00:00:00Z"), at("2030-01-01T00:00:00Z")};

  RawRef file(const std::string& bytes) const { return store->archive().put(bytes).value(); }

  /// An exchange of run R-000001, a line of that file.
  void exchange(const RawRef& file, Retention retention = Retention::routine,
                Instant started = at("2026-03-10T03:12:00Z")) const {
    WireRow row;
    row.run = "R-000001";
    row.step = "list";
    row.method = "GET";
    row.url = "http://x";
    row.started = started;
    row.departure = "perhaps";
    row.record = file;
    row.retention = retention;
    REQUIRE(store->write_now("test/wire", [&](Writer& w) -> Result<void> {
      if (!find_run(w, "R-000001")) start_run(w, {});
      put_wire_row(w, row);
      return {};
    }));
  }

  RunRecord run() const {
    return store->read_now([](Reader& r) -> Result<RunRecord> { return find_run(r, "R-000001").value(); }).value();
  }

  /// A document that the customer's list does not name any more. Gives its name.
  std::string document(const std::string& entry, const std::vector<std::string>& parts, bool is_listed = false,
                       DocumentState state = DocumentState::committed) const {
    std::vector<DocumentPart> refs;
    for (const auto& bytes : parts) refs.push_back({"part" + std::to_string(refs.size()), "text/html", file(bytes)});
    return store
        ->write_now("test/document",
                    [&](Writer& w) -> Result<std::string> {
                      const auto put = put_document(w, store->archive(), kFeed, entry, "1", "R-000001", refs);
                      if (!put) return put.error();
                      auto done = put_document_state(w, put->id, state, "d", "m", std::nullopt);
                      if (!done) return done.error();
                      if (!is_listed) mark_missing(w, kFeed, {entry});
                      return put->id;
                    })
        .value();
  }

  void publish(const std::string& document, const std::string& pus_no, const char* pickup) const {
    model::DeliverySchedule sheet;
    sheet.source = {"sgm", "JQ", "daily", document, "m1"};
    sheet.pus_no = pus_no;
    sheet.pickup = parse_local_time(pickup).value();
    model::DeliveryLine line;
    line.line_no = "1";
    line.part_no = "0092";
    line.required = Decimal::whole(5);
    line.uom = "C62";
    line.locator = {"part0", 0, 1, ""};
    sheet.lines.push_back(line);
    REQUIRE(store->write_now("test/sheet", [&](Writer& w) -> Result<void> {
      auto put = put_delivery_schedule(w, sheet, next_commit(w, "R-000001"));
      return put ? Result<void>() : put.error();
    }));
  }

  Pruned prune_now() const { return test::run_for(prune(*store, before)).value(); }
  bool is_there(const RawRef& file) const { return store->archive().contains(file.sha256); }
  bool is_there(const std::string& bytes) const { return store->archive().contains(file_hash(bytes)); }
  static std::string file_hash(const std::string& bytes) {
    const Folder other;
    const Archive archive(other.path());
    return archive.put(bytes).value().sha256;
  }
  std::optional<Instant> gone(const RawRef& file) const {
    return store->read_now([&](Reader& r) -> Result<std::optional<Instant>> { return pruned_at(r, file.sha256); })
        .value();
  }
  std::string findings() const {
    std::string text;
    for (const auto& finding : check_store(*store).value().findings) text += sentence(finding) + "\n";
    return text;
  }
};

}  // namespace calloff::store
