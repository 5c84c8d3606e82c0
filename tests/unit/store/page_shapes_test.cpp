#include "store/page_shapes.hpp"

#include "folder.hpp"

using namespace calloff;
using namespace calloff::store;

namespace {

const FeedKey kFeed{"sgm", "JQ", "daily"};

model::PartShape shape(std::size_t rows, std::vector<std::string> headers = {"a", "b"}) {
  return {"detail", "tab", std::move(headers), rows, {{"b", "7", "7"}}};
}

void keep(Store& store, const char* entry, const char* document, model::PartShape shape, const char* target) {
  REQUIRE(store.write_now("test/keep", [&](Writer& writer) -> Result<void> {
    keep_shapes(writer, kFeed, entry, document, {shape}, parse_date(target).value());
    return {};
  }));
}

std::vector<KeptShape> kept(Store& store, const char* entry) {
  return store
      .read_now([&](Reader& reader) { return Result<std::vector<KeptShape>>(kept_shapes(reader, kFeed, entry)); })
      .value();
}

Drift stopped(const char* document, const char* hash) {
  Drift drift;
  drift.feed = kFeed;
  drift.entry = "P1";
  drift.document = document;
  drift.drafts_hash = hash;
  drift.state = DriftState::stopped;
  drift.reason = Error(Recovery::hold_feed, "guard/rows_dropped", {{"rows", "3"}});
  drift.before = {{"D-1", at("2026-03-10T03:00:00Z"), std::nullopt, shape(6)}};
  drift.after = {shape(3)};
  return drift;
}

void put(Store& store, const Drift& drift) {
  REQUIRE(store.write_now("test/drift", [&](Writer& writer) -> Result<void> {
    put_drift(writer, drift);
    return {};
  }));
}

std::vector<Drift> all(Store& store, bool is_open) {
  return store.read_now([&](Reader& reader) { return Result<std::vector<Drift>>(drifts(reader, is_open, 10)); })
      .value();
}

}  // namespace

TEST_CASE("the entry's last look and the feed's are kept; one that is the same keeps its document") {
  const Folder folder;
  const auto store = open_store(folder);
  keep(*store, "P1", "D-1", shape(6), "2026-03-11");
  keep(*store, "P2", "D-2", shape(8, {"a", "b", "c"}), "2026-03-12");
  keep(*store, "P1", "D-3", shape(6), "2026-03-11");
  REQUIRE(kept(*store, "P1").size() == 1);
  CHECK(kept(*store, "P1")[0].document == "D-1");
  CHECK(kept(*store, "P1")[0].shape == shape(6));
  CHECK(kept(*store, "P2")[0].shape.headers.size() == 3);
  CHECK(kept(*store, "")[0].document == "D-3");
  CHECK(kept(*store, "none").empty());
  const auto newest = store->read_now([&](Reader& reader) {
    return Result<std::optional<LocalDate>>(newest_target(reader, kFeed, {"P1", "P2", "none"}));
  });
  CHECK(newest.value() == parse_date("2026-03-12").value());
}

TEST_CASE("what is stopped again, saying the same, is counted; a settled one stays") {
  const Folder folder;
  const auto store = open_store(folder);
  put(*store, stopped("D-2", "h1"));
  put(*store, stopped("D-3", "h1"));
  put(*store, stopped("D-4", "h2"));
  auto open = all(*store, true);
  REQUIRE(open.size() == 2);
  CHECK(open[1].document == "D-3");
  CHECK(open[1].times == 2);
  CHECK(open[1].reason->code == "guard/rows_dropped");
  CHECK(open[1].before[0].shape == shape(6));
  CHECK(open[1].before[0].at == at("2026-03-10T03:00:00Z"));
  CHECK(open[1].after == std::vector<model::PartShape>{shape(3)});

  REQUIRE(store->write_now("test/settle", [&](Writer& writer) -> Result<void> {
    CHECK(has_stopped(writer, kFeed, "P1"));
    settle_drifts(writer, kFeed, "P1", DriftState::accepted, "li", "it is right");
    CHECK(!has_stopped(writer, kFeed, "P1"));
    CHECK(last_accepted(writer, kFeed, "P1")->settled_by == "li");
    CHECK(!last_accepted(writer, kFeed, "P2"));
    DocumentRecord document;
    document.feed = kFeed;
    document.entry = "P1";
    document.id = "D-2";
    document.drafts_hash = "h1";
    CHECK(find_drift(writer, document)->document == "D-3");
    document.drafts_hash = "other";
    CHECK(!find_drift(writer, document));
    return {};
  }));
  CHECK(all(*store, true).empty());
  CHECK(all(*store, false).size() == 2);
}
