#include "store/page_shapes.hpp"

#include <array>
#include <boost/json.hpp>
#include <set>

#include "store/chunks.hpp"
#include "store/columns.hpp"
#include "store/words.hpp"

namespace calloff::store {
namespace {

namespace json = boost::json;

constexpr std::array kStates{DriftState::stopped, DriftState::noted, DriftState::healed, DriftState::accepted};

DriftState state_of(std::string_view text) {
  for (const auto state : kStates)
    if (to_string(state) == text) return state;
  throw std::logic_error("store: unknown drift state " + std::string(text));
}

json::array json_of(const std::vector<model::TotalFigure>& totals) {
  json::array list;
  for (const auto& total : totals) list.push_back(json::array{total.column, total.stated, total.sum});
  return list;
}

std::vector<model::TotalFigure> totals_of(const json::value& value) {
  std::vector<model::TotalFigure> totals;
  const auto text = [](const json::value& from, std::size_t at) {
    return std::string(from.as_array().at(at).as_string());
  };
  for (const auto& each : value.as_array()) totals.push_back({text(each, 0), text(each, 1), text(each, 2)});
  return totals;
}

json::object json_of(const model::PartShape& shape) {
  return {{"part", shape.part},
          {"table", shape.table},
          {"headers", json::array(shape.headers.begin(), shape.headers.end())},
          {"rows", shape.rows},
          {"totals", json_of(shape.totals)}};
}

model::PartShape shape_of(const json::value& value) {
  const auto& object = value.as_object();
  model::PartShape shape;
  shape.part = std::string(object.at("part").as_string());
  shape.table = std::string(object.at("table").as_string());
  for (const auto& header : object.at("headers").as_array()) shape.headers.emplace_back(header.as_string());
  shape.rows = object.at("rows").to_number<std::size_t>();
  shape.totals = totals_of(object.at("totals"));
  return shape;
}

std::string shapes_column(const std::vector<model::PartShape>& shapes) {
  json::array list;
  for (const auto& shape : shapes) list.push_back(json_of(shape));
  return json::serialize(list);
}

std::vector<model::PartShape> shapes_of(std::string_view column) {
  std::vector<model::PartShape> shapes;
  const auto list = json::parse(column);
  for (const auto& each : list.as_array()) shapes.push_back(shape_of(each));
  return shapes;
}

std::string shapes_column(const std::vector<KeptShape>& shapes) {
  json::array list;
  for (const auto& kept : shapes) {
    auto object = json_of(kept.shape);
    object["document"] = kept.document;
    object["at"] = column_of(kept.at);
    list.push_back(std::move(object));
  }
  return json::serialize(list);
}

std::vector<KeptShape> kept_of(std::string_view column) {
  std::vector<KeptShape> shapes;
  const auto list = json::parse(column);
  for (const auto& each : list.as_array()) {
    const auto& object = each.as_object();
    shapes.push_back({std::string(object.at("document").as_string()),
                      instant_of(object.at("at").to_number<std::int64_t>()), std::nullopt, shape_of(each)});
  }
  return shapes;
}

constexpr std::string_view kDriftColumns =
    "id, customer, plant, feed, entry, document, drafts_hash, state, reason, shapes_before, shapes_after, first_at, "
    "last_at, times, settled, settled_by, settled_why, fingerprint";

Drift drift_of(const Row& row) {
  Drift drift;
  drift.id = row.integer(0);
  drift.feed = {row.text(1), row.text(2), row.text(3)};
  drift.entry = row.text(4);
  drift.document = row.text(5);
  drift.drafts_hash = row.text(6);
  drift.state = state_of(row.text(7));
  drift.reason = maybe_error_of(row, 8);
  drift.before = kept_of(row.text(9));
  drift.after = shapes_of(row.text(10));
  drift.first_at = instant_of(row.integer(11));
  drift.last_at = instant_of(row.integer(12));
  drift.times = row.integer(13);
  drift.settled = maybe_of(row, 14, instant_of);
  drift.settled_by = row.text(15);
  drift.settled_why = row.text(16);
  drift.fingerprint = row.text(17);
  return drift;
}

std::optional<Drift> first_of(const std::vector<Row>& rows) {
  return rows.empty() ? std::nullopt : std::optional(drift_of(rows.front()));
}

void keep_shape(Writer& writer, const FeedKey& feed, std::string_view entry, std::string_view document,
                const model::PartShape& shape, std::optional<LocalDate> target) {
  Words words(writer.session());
  writer.session().execute(
      "insert into page_shape (customer, plant, feed, entry, part, source_table, headers, row_count, totals, target, "
      "document, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
      "on conflict (customer, plant, feed, entry, part) do update set source_table = excluded.source_table, headers = "
      "excluded.headers, row_count = excluded.row_count, totals = excluded.totals, target = excluded.target, document "
      "= excluded.document, at = excluded.at where page_shape.source_table <> excluded.source_table or "
      "page_shape.headers <> excluded.headers or page_shape.row_count <> excluded.row_count or page_shape.totals <> "
      "excluded.totals or page_shape.target is distinct from excluded.target",
      {feed.customer, feed.plant, feed.feed, std::string(entry), shape.part, shape.table,
       words.number(texts_column(shape.headers)), std::int64_t(shape.rows), json::serialize(json_of(shape.totals)),
       maybe(target), std::string(document), column_of(writer.now())});
}

/// The same page again, as far as anybody must know: false if there is none yet.
bool count_again(Writer& writer, const Drift& drift) {
  const auto now = column_of(writer.now());
  const auto& [customer, plant, feed] = drift.feed;
  if (drift.state == DriftState::stopped)
    return writer.session().execute(
               "update page_drift set document = $1, reason = $2, last_at = $3, times = times + 1 where customer = $4 "
               "and plant = $5 and feed = $6 and entry = $7 and drafts_hash = $8 and state = 'stopped'",
               {drift.document, maybe_error(drift.reason), now, customer, plant, feed, drift.entry,
                drift.drafts_hash}) > 0;
  if (drift.state != DriftState::noted || drift.fingerprint.empty()) return false;
  return writer.session().execute(
             "update page_drift set entry = $1, document = $2, drafts_hash = $3, shapes_before = $4, shapes_after = "
             "$5, last_at = $6, times = times + 1 where customer = $7 and plant = $8 and feed = $9 and fingerprint = "
             "$10 and state = 'noted' and fingerprint <> ''",
             {drift.entry, drift.document, drift.drafts_hash, shapes_column(drift.before), shapes_column(drift.after),
              now, customer, plant, feed, drift.fingerprint}) > 0;
}

/// By the sheets that stand, whatever the program was that published them.
std::optional<LocalDate> newest_sheet(Reader& reader, const FeedKey& feed, const std::vector<std::string>& entries) {
  static const auto sql =
      "select max(coalesce(v.pickup, v.arrival)) from document d cross join sheet s on s.last_document = d.name cross "
      "join sheet_version v on v.sheet = s.id and v.to_seq is null where d.customer = $1 and d.plant = $2 and d.feed = "
      "$3 and d.entry " +
      in_chunk(4);
  std::optional<LocalDate> newest;
  each_chunk({feed.customer, feed.plant, feed.feed}, entries, [&](const std::vector<Value>& values) {
    for (const auto& row : reader.session().query(sql, values))
      if (const auto day = maybe_of(row, 0, local_time_of)) newest = std::max(newest, std::optional(day->date));
  });
  return newest;
}

}  // namespace

std::string_view to_string(DriftState state) {
  switch (state) {
    case DriftState::stopped:
      return "stopped";
    case DriftState::noted:
      return "noted";
    case DriftState::healed:
      return "healed";
    case DriftState::accepted:
      return "accepted";
  }
  return "noted";
}

std::vector<KeptShape> kept_shapes(Reader& reader, const FeedKey& feed, std::string_view entry) {
  Words words(reader.session());
  std::vector<KeptShape> shapes;
  for (const auto& row : reader.session().query(
           "select part, source_table, headers, row_count, totals, target, document, at from page_shape where "
           "customer = $1 and plant = $2 and feed = $3 and entry = $4 order by part",
           {feed.customer, feed.plant, feed.feed, std::string(entry)}))
    shapes.push_back({row.text(6), instant_of(row.integer(7)), maybe_of(row, 5, date_of),
                      model::PartShape{row.text(0), row.text(1), texts_of(words.text(row.integer(2))),
                                       std::size_t(row.integer(3)), totals_of(json::parse(row.text(4)))}});
  return shapes;
}

void keep_shapes(Writer& writer, const FeedKey& feed, std::string_view entry, std::string_view document,
                 const std::vector<model::PartShape>& shapes, std::optional<LocalDate> target) {
  keep_entry_shapes(writer, feed, entry, document, shapes, target);
  for (const auto& shape : shapes) keep_shape(writer, feed, "", document, shape, std::nullopt);
}

void keep_entry_shapes(Writer& writer, const FeedKey& feed, std::string_view entry, std::string_view document,
                       const std::vector<model::PartShape>& shapes, std::optional<LocalDate> target) {
  for (const auto& shape : shapes) keep_shape(writer, feed, entry, document, shape, target);
}

std::optional<LocalDate> newest_target(Reader& reader, const FeedKey& feed, const std::vector<std::string>& entries) {
  static const auto sql =
      "select entry, max(target) from page_shape where customer = $1 and plant = $2 and feed = $3 and entry " +
      in_chunk(4) + " group by entry";
  std::optional<LocalDate> newest;
  std::set<std::string> kept;
  each_chunk({feed.customer, feed.plant, feed.feed}, entries, [&](const std::vector<Value>& values) {
    for (const auto& row : reader.session().query(sql, values)) {
      kept.insert(row.text(0));
      newest = std::max(newest, maybe_of(row, 1, date_of));
    }
  });
  std::vector<std::string> others;
  for (const auto& entry : entries)
    if (!kept.contains(entry)) others.push_back(entry);
  return std::max(newest, newest_sheet(reader, feed, others));
}

void put_drift(Writer& writer, const Drift& drift) {
  if (count_again(writer, drift)) return;
  writer.session().execute(
      "insert into page_drift (customer, plant, feed, entry, document, drafts_hash, state, reason, shapes_before, "
      "shapes_after, first_at, last_at, times, settled_by, settled_why, fingerprint) values ($1, $2, $3, $4, $5, $6, "
      "$7, $8, $9, $10, $11, $11, 1, '', '', $12)",
      {drift.feed.customer, drift.feed.plant, drift.feed.feed, drift.entry, drift.document, drift.drafts_hash,
       std::string(to_string(drift.state)), maybe_error(drift.reason), shapes_column(drift.before),
       shapes_column(drift.after), column_of(writer.now()), drift.fingerprint});
}

void settle_drifts(Writer& writer, const FeedKey& feed, std::string_view entry, DriftState state, std::string_view by,
                   std::string_view why) {
  writer.session().execute(
      "update page_drift set state = $1, settled = $2, settled_by = $3, settled_why = $4 where customer = $5 and plant "
      "= $6 and feed = $7 and entry = $8 and state = 'stopped'",
      {std::string(to_string(state)), column_of(writer.now()), std::string(by), std::string(why), feed.customer,
       feed.plant, feed.feed, std::string(entry)});
}

bool has_stopped(Reader& reader, const FeedKey& feed, std::string_view entry) {
  return !reader.session()
              .query(
                  "select id from page_drift where customer = $1 and plant = $2 and feed = $3 and entry = $4 and "
                  "state = 'stopped' limit 1",
                  {feed.customer, feed.plant, feed.feed, std::string(entry)})
              .empty();
}

std::optional<Drift> find_drift(Reader& reader, const DocumentRecord& document) {
  static const auto sql = "select " + std::string(kDriftColumns) +
                          " from page_drift where customer = $1 and plant = $2 and feed = $3 and entry = $4 and "
                          "(document = $5 or (drafts_hash = $6 and drafts_hash <> '')) order by id desc limit 1";
  return first_of(reader.session().query(sql, {document.feed.customer, document.feed.plant, document.feed.feed,
                                               document.entry, document.id, document.drafts_hash}));
}

std::vector<Drift> drifts(Reader& reader, bool is_open, std::size_t limit) {
  const auto sql = "select " + std::string(kDriftColumns) + " from page_drift" +
                   (is_open ? " where state = 'stopped'" : "") + " order by id desc limit $1";
  std::vector<Drift> all;
  for (const auto& row : reader.session().query(sql, {std::int64_t(limit)})) all.push_back(drift_of(row));
  return all;
}

std::optional<Drift> last_accepted(Reader& reader, const FeedKey& feed, std::string_view entry) {
  static const auto sql = "select " + std::string(kDriftColumns) +
                          " from page_drift where customer = $1 and plant = $2 and feed = $3 and entry = $4 and state "
                          "= 'accepted' order by id desc limit 1";
  return first_of(reader.session().query(sql, {feed.customer, feed.plant, feed.feed, std::string(entry)}));
}

}  // namespace calloff::store
