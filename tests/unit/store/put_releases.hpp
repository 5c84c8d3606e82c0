// Forecast releases that are put into a store, and what stands then.
#pragma once
#include <string>
#include <vector>

#include "folder.hpp"
#include "store/check.hpp"
#include "store/columns.hpp"
#include "store/explain.hpp"
#include "store/releases.hpp"
#include "store/words.hpp"

namespace calloff::store {

using model::Bucket;

inline const FeedKey kFeed{"sgm", "JQ", "weekly"};

inline std::string put_page(Store& store, const std::string& entry, const std::string& bytes) {
  const auto raw = store.archive().put(bytes).value();
  return store
      .write_now("test/document",
                 [&](Writer& writer) {
                   return put_document(writer, store.archive(), kFeed, entry, "1", "R-000001",
                                       {{"detail", "text/html", raw}});
                 })
      .value()
      .id;
}

inline LocalDate day(const char* text) { return parse_date(text).value(); }

struct Qty {
  const char* part;
  Bucket bucket;
  const char* start;
  int qty;
};

inline model::ForecastRelease release(Store& store, const std::string& name, const char* issued,
                                      std::vector<Qty> lines) {
  model::ForecastRelease release;
  release.source = {"sgm", "JQ", "weekly", put_page(store, name, "page of " + name + issued), "m1"};
  release.release_no = name.substr(0, name.find('/'));
  release.revision = name.substr(name.find('/') + 1);
  release.supplier_duns = "081234567";
  release.planner = "王";
  release.issued = parse_local_time(issued).value();
  std::uint64_t offset = 100;
  for (const auto& qty : lines) {
    model::ForecastLine line;
    line.part_no = qty.part;
    line.part_name = "支架";
    line.dock = "D1";
    line.uom = "C62";
    line.bucket = qty.bucket;
    line.bucket_start = day(qty.start);
    line.qty = Decimal::whole(qty.qty);
    line.pack_size = Decimal::whole(24);
    line.cum_received = Decimal::whole(1000);
    line.locator = {"detail", offset += 10, 3, "table wdfDetailTab, row 1"};
    release.lines.push_back(line);
  }
  return release;
}

inline Result<ReleasePut> try_put(Store& store, const model::ForecastRelease& release) {
  return store.write_now("test/release", [&](Writer& writer) {
    return put_forecast_release(writer, release, next_commit(writer, "R-000001"));
  });
}
/// As `replay --apply` puts it.
inline ReleasePut replace(Store& store, const model::ForecastRelease& release) {
  return store
      .write_now("test/release",
                 [&](Writer& writer) {
                   return replace_forecast_release(writer, release, next_commit(writer, "R-000001"), "R-000001");
                 })
      .value();
}
/// The lines that stand, whichever release put them there.
inline std::string standing(Store& store) {
  return store
      .read_now([](Reader& r) -> Result<std::string> {
        Words words(r.session());
        std::string text;
        for (const auto& row : r.session().query(
                 "select s.part, l.qty from forecast_stream t join forecast_series s on s.stream = t.id join "
                 "forecast_line l on l.series = s.id where t.aside = 0 and l.to_seq is null order by s.id"))
          text += words.text(row.integer(0)) + "=" + to_string(decimal_of(row.integer(1))) + " ";
        return text;
      })
      .value();
}
inline ReleasePut put(Store& store, const model::ForecastRelease& release) { return try_put(store, release).value(); }

inline std::vector<ReleaseHead> heads(Store& store) {
  return store.read_now([](Reader& r) -> Result<std::vector<ReleaseHead>> { return forecast_releases(r, {}); }).value();
}

/// name status: newest first
inline std::string statuses(Store& store) {
  std::string text;
  for (const auto& head : heads(store)) text += head.name + " " + std::string(to_string(head.status)) + "; ";
  return text;
}

inline std::vector<ForecastRow> rows_of(Store& store, const std::string& name, const ForecastFilter& filter = {}) {
  for (const auto& head : heads(store))
    if (head.name == name)
      return store
          .read_now([&](Reader& r) -> Result<std::vector<ForecastRow>> { return forecast_rows(r, head.id, filter); })
          .value();
  FAIL("no release " + name);
  return {};
}

inline std::string quantities(Store& store, const std::string& name, const ForecastFilter& filter = {}) {
  std::string text;
  for (const auto& row : rows_of(store, name, filter))
    text += row.line.part_no + " " + calloff::to_string(row.line.bucket_start).substr(5) + "=" +
            to_string(row.line.qty) + " ";
  return text;
}

inline std::int64_t kept_rows(Store& store) {
  return store
      .read_now([](Reader& r) -> Result<std::int64_t> {
        return r.session()
            .query(
                "select (select count(*) from forecast_line) + (select count(*) from forecast_part) + "
                "(select count(*) from forecast_series) + (select count(*) from forecast_release)")[0]
            .integer(0);
      })
      .value();
}

}  // namespace calloff::store
