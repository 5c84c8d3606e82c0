// What stands of all releases, by table and held against a plain model over random sequences of releases.
#include "store/standing_forecast.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "put_releases.hpp"

using namespace calloff;
using namespace calloff::store;

namespace {

/// A release from `from` on, as it came.
struct Release {
  const char *name, *issued, *from;
  std::vector<Qty> lines;
  bool is_full = true;
};

model::ForecastRelease made(Store& store, const Release& told) {
  auto made = release(store, told.name, told.issued, told.lines);
  made.horizon_from = day(told.from);
  made.is_full = told.is_full;
  return made;
}

std::int64_t came(Store& store, const model::ForecastRelease& release) {
  return store
      .write_now("test/release",
                 [&](Writer& writer) -> Result<std::int64_t> {
                   const auto commit = next_commit(writer, "R-000001");
                   auto done = put_forecast_release(writer, release, commit);
                   if (!done) return done.error();
                   return commit;
                 })
      .value();
}

std::vector<StandingPart> parts_of(Store& store, const StandingFilter& filter = {}) {
  return store.read_now([&](Reader& r) -> Result<std::vector<StandingPart>> { return standing_forecast(r, filter); })
      .value();
}

std::string text_of(LocalDate start, Bucket bucket, Decimal qty) {
  return std::string(model::to_string(bucket)).substr(0, 1) + calloff::to_string(start).substr(5) + "=" +
         calloff::to_string(qty);
}

/// `0091 W-11/1: d03-16=8 (W-10/1 d03-13=4)`, a line each; `dropped` where the newest does not name it
std::string text_of(const std::vector<StandingPart>& parts) {
  std::string text;
  for (const auto& part : parts) {
    text += part.part_no + " " + part.releases.front().name + (part.is_dropped ? " dropped:" : ":");
    for (const auto& line : part.lines) {
      const auto figure = text_of(line.start, line.bucket, line.qty);
      text += line.is_earlier() ? " (" + part.releases[line.release].name + " " + figure + ")" : " " + figure;
    }
    text += "\n";
  }
  return text;
}
std::string stands(Store& store, const StandingFilter& filter = {}) { return text_of(parts_of(store, filter)); }

LocalDate last_of(Bucket bucket, LocalDate start) {
  if (bucket == Bucket::week) return add_days(start, 6);
  if (bucket == Bucket::month)
    return LocalDate(std::chrono::sys_days(start.year() / start.month() / std::chrono::last));
  return start;
}

/// What stands, by the rules said one after another; every release that comes is put over what stood.
class Model {
 public:
  void put(const model::ForecastRelease& release) {
    auto& editions = content_[{release.release_no, release.revision}];
    const auto content = content_of(release);
    if (!editions.empty() && editions.back() == content) return;
    editions.push_back(content);
    const auto rank = std::pair(*release.issued, std::stoi(release.revision));
    if (newest_ && rank < *newest_) return;
    newest_ = rank;
    auto name = release.release_no + "/" + release.revision;
    if (editions.size() > 1) name += "#" + std::to_string(editions.size());
    stand(release, name);
  }

  std::string text() const {
    std::string text;
    for (const auto& [part, kept] : parts_) {
      text += part + " " + kept.release + (kept.is_dropped ? " dropped:" : ":");
      for (const auto& [key, line] : kept.lines) {
        const auto figure = text_of(key.first, key.second, line.qty);
        text += line.release != kept.release ? " (" + line.release + " " + figure + ")" : " " + figure;
      }
      text += "\n";
    }
    return text;
  }

 private:
  struct Line {
    Decimal qty;
    std::string release;
    bool is_over = false;  ///< a full release has looked at its days since, and said nothing of the part
  };
  struct Part {
    std::string release;
    bool is_dropped = false;
    std::map<std::pair<LocalDate, Bucket>, Line> lines;
  };

  static std::string content_of(const model::ForecastRelease& release) {
    std::string text = calloff::to_string(*release.horizon_from) + (release.is_full ? " full" : " partial");
    for (const auto& line : release.lines) text += line.part_no + text_of(line.bucket_start, line.bucket, line.qty);
    return text;
  }

  void stand(const model::ForecastRelease& release, const std::string& name) {
    const auto from = *release.horizon_from;
    std::set<std::string> named;
    for (const auto& line : release.lines) named.insert(line.part_no);
    if (release.is_full)
      for (auto& [number, part] : parts_) {
        if (named.contains(number)) continue;
        part.is_dropped = true;
        for (auto& [key, line] : part.lines) line.is_over |= last_of(key.second, key.first) >= from;
      }
    for (const auto& number : named) {
      auto& part = parts_[number];
      part.release = name;
      part.is_dropped = false;
      std::erase_if(part.lines, [&](const auto& each) {
        return each.second.is_over || last_of(each.first.second, each.first.first) >= from;
      });
    }
    for (const auto& line : release.lines)
      parts_[line.part_no].lines[{line.bucket_start, line.bucket}] = {line.qty, name};
  }

  std::map<std::pair<std::string, std::string>, std::vector<std::string>> content_;
  std::optional<std::pair<LocalTime, int>> newest_;
  std::map<std::string, Part> parts_;
};

using Dice = std::mt19937;
int throw_of(Dice& dice, int from, int until) { return from + int(dice() % unsigned(until - from + 1)); }

/// Mostly the next week's; some are revisions, some the same number again, some old ones that come late.
model::ForecastRelease random_release(Store& store, Dice& dice, int number, bool may_be_partial) {
  const auto week = std::max(0, number - (throw_of(dice, 0, 3) == 0 ? throw_of(dice, 1, 2) : 0));
  const auto revision = throw_of(dice, 1, 2);
  const auto issued = add_days(day("2026-03-05"), 7 * week + revision - 1);
  const auto from = add_days(day("2026-03-09"), 7 * week + throw_of(dice, 0, 2) - 1);
  auto told = release(store, "W-" + std::to_string(10 + week) + "/" + std::to_string(revision),
                      (calloff::to_string(issued) + "T15:00").c_str(), {});
  told.horizon_from = from;
  told.is_full = !may_be_partial || throw_of(dice, 0, 2) > 0;
  for (const char* part : {"0091", "0092", "0093"}) {
    if (throw_of(dice, 0, 3) == 0) continue;
    std::set<std::pair<LocalDate, Bucket>> slots;
    // One of them may lie before the days that the release says it looks at.
    for (int i = throw_of(dice, 1, 6); i > 0; --i) slots.emplace(add_days(from, throw_of(dice, -1, 12)), Bucket::day);
    for (int i = 1; i < 3; ++i) slots.emplace(add_days(from, 7 * i), Bucket::week);
    slots.emplace(LocalDate(from.year() / (from.month() + std::chrono::months(1)) / 1), Bucket::month);
    for (const auto& [start, bucket] : slots) {
      model::ForecastLine line;
      line.part_no = part;
      line.uom = "C62";
      line.bucket = bucket;
      line.bucket_start = start;
      line.qty = Decimal::whole(throw_of(dice, 0, 3));
      told.lines.push_back(line);
    }
  }
  return told;
}

}  // namespace

TEST_CASE("what stands of releases, one after another") {
  const Release w10{"W-10/1",
                    "2026-03-05T15:00",
                    "2026-03-09",
                    {{"0091", Bucket::day, "2026-03-13", 4},
                     {"0091", Bucket::week, "2026-03-16", 50},
                     {"0092", Bucket::week, "2026-03-16", 7}}};
  const Release w11{"W-11/1",
                    "2026-03-12T15:00",
                    "2026-03-16",
                    {{"0091", Bucket::day, "2026-03-16", 8}, {"0092", Bucket::week, "2026-03-16", 6}}};
  struct Case {
    const char* what;
    std::vector<Release> releases;
    const char* stands;
  };
  const auto one = GENERATE_COPY(values<Case>({
      {"one", {w10}, "0091 W-10/1: d03-13=4 w03-16=50\n0092 W-10/1: w03-16=7\n"},
      {"days before the newest one's", {w10, w11}, "0091 W-11/1: (W-10/1 d03-13=4) d03-16=8\n0092 W-11/1: w03-16=6\n"},
      {"a revision takes them back no more than the first version did",
       {w10, w11, {"W-11/2", "2026-03-13T09:00", "2026-03-16", {{"0091", Bucket::day, "2026-03-16", 9}}}},
       "0091 W-11/2: (W-10/1 d03-13=4) d03-16=9\n0092 W-11/1 dropped: w03-16=6\n"},
      {"nor does one that comes before its time",
       {w10, w11, {"W-12/1", "2026-03-12T16:00", "2026-03-23", {{"0091", Bucket::week, "2026-03-23", 3}}}},
       "0091 W-12/1: (W-10/1 d03-13=4) (W-11/1 d03-16=8) w03-23=3\n0092 W-11/1 dropped: w03-16=6\n"},
      {"the customer changes a release under its number",
       {w10, w11, {"W-11/1", "2026-03-12T15:00", "2026-03-16", {{"0091", Bucket::day, "2026-03-16", 5}}}},
       "0091 W-11/1#2: (W-10/1 d03-13=4) d03-16=5\n0092 W-11/1 dropped: w03-16=6\n"},
      {"a late one", {w11, w10}, "0091 W-11/1: d03-16=8\n0092 W-11/1: w03-16=6\n"},
      {"the same one again", {w10, w11, w11}, "0091 W-11/1: (W-10/1 d03-13=4) d03-16=8\n0092 W-11/1: w03-16=6\n"},
      {"a partial one leaves what it does not name",
       {w10, {"W-11/1", "2026-03-12T15:00", "2026-03-16", {{"0091", Bucket::day, "2026-03-16", 8}}, false}},
       "0091 W-11/1: (W-10/1 d03-13=4) d03-16=8\n0092 W-10/1: w03-16=7\n"},
      {"a part that only a partial one named, and then a full one without it",
       {{"W-9/1", "2026-03-04T15:00", "2026-03-09", {{"0093", Bucket::day, "2026-03-13", 2}}, false}, w11},
       "0091 W-11/1: d03-16=8\n0092 W-11/1: w03-16=6\n0093 W-9/1 dropped: d03-13=2\n"},
      {"what a partial one said last of a part that is dropped, or of days before",
       {w10,
        {"W-10/2",
         "2026-03-06T09:00",
         "2026-03-09",
         {{"0091", Bucket::day, "2026-03-13", 5}, {"0092", Bucket::week, "2026-03-16", 9}},
         false},
        {"W-11/1", "2026-03-12T15:00", "2026-03-16", {{"0091", Bucket::day, "2026-03-16", 8}}}},
       "0091 W-11/1: (W-10/2 d03-13=5) d03-16=8\n0092 W-10/2 dropped: w03-16=9\n"},
      {"a week that reaches into the newest one's days is its",
       {w10, {"W-11/1", "2026-03-13T15:00", "2026-03-18", {{"0091", Bucket::day, "2026-03-18", 8}}}},
       "0091 W-11/1: (W-10/1 d03-13=4) d03-18=8\n0092 W-10/1 dropped: w03-16=7\n"},
  }));
  INFO(one.what);
  Folder folder;
  auto store = open_store(folder);
  Model model;
  for (const auto& told : one.releases) {
    const auto release = made(*store, told);
    came(*store, release);
    model.put(release);
  }
  CHECK(stands(*store) == one.stands);
  CHECK(model.text() == one.stands);
}

TEST_CASE("a part is asked for by its pattern, a plant by its name, days by their first") {
  Folder folder;
  auto store = open_store(folder);
  came(*store, made(*store, {"W-10/1",
                             "2026-03-05T15:00",
                             "2026-03-09",
                             {{"0091", Bucket::day, "2026-03-12", 3},
                              {"0091", Bucket::day, "2026-03-13", 4},
                              {"1092", Bucket::week, "2026-03-16", 7}}}));
  came(*store, made(*store, {"W-11/1", "2026-03-12T15:00", "2026-03-16", {{"0091", Bucket::week, "2026-03-16", 8}}}));
  CHECK(stands(*store, {"", "", "00*"}) == "0091 W-11/1: (W-10/1 d03-12=3) (W-10/1 d03-13=4) w03-16=8\n");
  StandingFilter friday{"sgm", "JQ", "00*"};
  friday.earlier_from = day("2026-03-13");
  CHECK(stands(*store, friday) == "0091 W-11/1: (W-10/1 d03-13=4) w03-16=8\n");
  CHECK(stands(*store, {"sgm", "DY", ""}) == "");
  CHECK(stands(*store, {"other", "", ""}) == "");
}

TEST_CASE("random releases stand as a plain model says, and the past stands as it stood") {
  const auto seed = GENERATE(range(1u, 25u));
  INFO("seed " << seed);
  Dice dice(seed);
  Folder folder;
  auto store = open_store(folder);
  Model model;
  std::map<std::int64_t, std::string> noted;
  for (int number = 0; number < 8; ++number) {
    const auto release = random_release(*store, dice, number, true);
    if (release.lines.empty()) continue;
    const auto commit = came(*store, release);
    model.put(release);
    noted[commit] = stands(*store);
    INFO("after " << release.release_no << "/" << release.revision << (release.is_full ? "" : " (partial)"));
    REQUIRE(noted[commit] == model.text());
  }
  for (const auto& [commit, text] : noted) {
    StandingFilter then;
    then.as_of = commit;
    CHECK(stands(*store, then) == text);
  }
}

TEST_CASE("in whatever order full releases come, the newest says the same of the days that it looks at") {
  const auto seed = GENERATE(range(1u, 9u));
  INFO("seed " << seed);
  const auto of_newest = [](Store& store) {
    auto parts = parts_of(store);
    std::erase_if(parts, [](const StandingPart& part) { return part.is_dropped; });
    for (auto& part : parts) std::erase_if(part.lines, [](const StandingLine& line) { return line.is_earlier(); });
    return text_of(parts);
  };
  Dice dice(seed);
  Folder one_folder, other_folder;
  auto one = open_store(one_folder), other = open_store(other_folder);
  std::vector<model::ForecastRelease> releases;
  std::set<std::string> names;
  for (int number = 0; number < 8; ++number) {
    auto release = random_release(*one, dice, number, false);
    if (release.lines.empty() || !names.insert(release.release_no + "/" + release.revision).second) continue;
    came(*one, release);
    releases.push_back(release);
  }
  std::ranges::shuffle(releases, dice);
  for (auto release : releases) {
    release.source.document = put_page(*other, release.release_no + "/" + release.revision, "page");
    came(*other, release);
  }
  CHECK(of_newest(*one) != "");
  CHECK(of_newest(*other) == of_newest(*one));
}
