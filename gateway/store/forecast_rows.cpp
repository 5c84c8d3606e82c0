#include "store/forecast_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/hash.hpp"
#include "base/number.hpp"
#include "store/columns.hpp"
#include "store/sheet_rows.hpp"

namespace calloff::store {
namespace {

constexpr int kBuckets = 4;
constexpr std::size_t kSeriesDigits = 7, kSlotDigits = 5, kContentDigits = 8;
constexpr char kNumber = '\x1e';  // where a position's number stood
constexpr std::string_view kDecimals = "0123456789";

/// The last number in `position` as its own value; none if it could not be put back as it stood.
std::optional<std::int64_t> take_number(std::string& position) {
  const auto last = position.find_last_of(kDecimals);
  if (last == std::string::npos) return std::nullopt;
  const auto before = position.find_last_not_of(kDecimals, last);
  const auto first = before == std::string::npos ? 0 : before + 1;
  const auto number = whole_number<std::int64_t>(std::string_view(position).substr(first, last + 1 - first), 10);
  if (!number || position[first] == '0') return std::nullopt;
  position.replace(first, last + 1 - first, 1, kNumber);
  return number;
}

void add_field(std::string& text, std::string_view field) { (text += field) += '\x1f'; }

/// Eight bytes, the lowest first.
void add_number(std::string& text, std::int64_t value) {
  for (int shift = 0; shift < 64; shift += 8)
    text += static_cast<char>(static_cast<std::uint64_t>(value) >> shift & 255);
}

void add_maybe(std::string& text, const std::optional<Decimal>& value) {
  text += value ? '1' : '0';
  if (value) add_number(text, value->thousandths);
}

bool is_same_part(const model::ForecastLine& a, const model::ForecastLine& b) {
  return a.part_no == b.part_no && a.dock == b.dock && a.uom == b.uom && a.part_name == b.part_name;
}

/// What each part's lines say, one text a part (lines of a part follow each other), in an order of its own: a page
/// whose rows moved says the same.
std::vector<std::string> part_texts(const model::ForecastRelease& release) {
  std::vector<std::string> texts;
  const model::ForecastLine* last = nullptr;
  for (const auto& line : release.lines) {
    if (!last || !is_same_part(*last, line)) {
      auto& text = texts.emplace_back();
      for (const auto* field : {&line.part_no, &line.part_name, &line.dock, &line.uom}) add_field(text, *field);
    }
    last = &line;
    auto& text = texts.back();
    add_number(text, slot_of(line.bucket_start, line.bucket));
    add_number(text, static_cast<std::int64_t>(line.commitment));
    add_number(text, line.qty.thousandths);
    for (const auto* value : {&line.pack_size, &line.cum_required, &line.cum_received, &line.past_due})
      add_maybe(text, *value);
  }
  std::ranges::sort(texts);
  return texts;
}

}  // namespace

std::string release_content(const model::ForecastRelease& release) {
  std::string text;
  for (const auto& field : {release.planner, text_or_dash(release.issued), text_or_dash(release.horizon_from),
                            text_or_dash(release.horizon_to), std::string(release.is_full ? "full" : "partial")})
    add_field(text, field);
  for (const auto& part : part_texts(release)) {
    add_number(text, static_cast<std::int64_t>(part.size()));
    text += part;
  }
  return sha256(text);
}

std::int64_t series_hash(const SeriesKey& key) {
  return *whole_number<std::int64_t>(
      content_id("", {key.customer, key.plant, key.supplier_duns, key.feed, key.part_no, key.dock, key.uom},
                 kSeriesDigits),
      16);
}

std::string release_name(std::string_view release_no, std::string_view revision, std::int64_t edition) {
  std::string name(release_no);
  if (!revision.empty()) (name += "/") += revision;
  if (edition > 1) name += "#" + std::to_string(edition);
  return name;
}

std::string release_name(Session& session, std::int64_t release) {
  const auto row =
      session.query("select release_no, revision, edition from forecast_release where id = $1", {release}).at(0);
  return release_name(row.text(0), row.text(1), row.integer(2));
}

std::int64_t slot_of(LocalDate start, model::Bucket bucket) {
  return column_of(start) * kBuckets + static_cast<std::int64_t>(bucket);
}
LocalDate slot_date(std::int64_t slot) { return date_of(slot / kBuckets); }
model::Bucket slot_bucket(std::int64_t slot) { return static_cast<model::Bucket>(slot % kBuckets); }

Place place_of(const model::Locator& locator, Words& words) {
  if (locator.length > 0)
    return {words.number(locator.part), static_cast<std::int64_t>(locator.offset),
            static_cast<std::int64_t>(locator.length)};
  auto position = locator.position;
  const auto number = take_number(position);
  return {words.number(locator.part + '\x1f' + position), number.value_or(0), 0};
}

model::Locator locator_of(const Place& place, Words& words) {
  const auto& word = words.text(place.place);
  if (place.size > 0) return {word, static_cast<std::uint64_t>(place.at), static_cast<std::uint64_t>(place.size), {}};
  const auto cut = word.find('\x1f');
  auto position = cut == std::string::npos ? std::string() : word.substr(cut + 1);
  if (const auto gap = position.find(kNumber); gap != std::string::npos)
    position.replace(gap, 1, std::to_string(place.at));
  return {word.substr(0, cut), 0, 0, std::move(position)};
}

std::string forecast_record(std::int64_t hash, std::int64_t slot, const SeriesKey& key,
                            const model::ForecastLine& line) {
  const auto content =
      content_id("",
                 {key.customer, key.plant, key.supplier_duns, key.feed, key.part_no, key.dock, key.uom,
                  to_string(line.qty), model::to_string(line.commitment), text_or_dash(line.cum_required)},
                 kContentDigits);
  return fmt::format("{}{:07x}{:05x}{}", kForecastPrefix, hash, slot, content);
}

std::optional<ForecastRecordKey> forecast_record_key(std::string_view id) {
  if (!id.starts_with(kForecastPrefix)) return std::nullopt;
  id.remove_prefix(kForecastPrefix.size());
  if (id.size() != kSeriesDigits + kSlotDigits + kContentDigits) return std::nullopt;
  const auto hash = whole_number<std::int64_t>(id.substr(0, kSeriesDigits), 16);
  const auto slot = whole_number<std::int64_t>(id.substr(kSeriesDigits, kSlotDigits), 16);
  if (!hash || !slot) return std::nullopt;
  return ForecastRecordKey{*hash, *slot};
}

}  // namespace calloff::store
