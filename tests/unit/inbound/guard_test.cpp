#include "inbound/guard.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "inbound/decode.hpp"
#include "mapping/load.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"

using namespace calloff;
using namespace calloff::inbound;

namespace {

const char* const kMapping = R"(mapping: page
record: delivery_schedule
format: html
charset: UTF-8
numbers: {group: [",", " "]}
blanks: ["-"]
times: ["yyyy-MM-dd HH:mm"]
parts:
  head: {table: head, gives: document}
  lines: {table: lines, gives: lines, ignore: ["*"]}
fields:
  - {field: pus_no, from: No}
  - {field: plant, from: Plant, optional: true}
  - {field: supplier_duns, from: Supplier, optional: true}
  - {field: state, constant: unread}
  - {field: pickup, from: Pickup}
  - {field: line.line_no, from: "#"}
  - {field: line.part_no, from: Part}
  - {field: line.required, from: Qty}
)";

std::shared_ptr<const mapping::Plan> plan() {
  static const auto loaded =
      mapping::load_mapping("page", [](const std::string&) { return settings::read_yaml(kMapping, "page.yaml"); });
  for (const auto& error : loaded.errors) FAIL(sentence(error) << error.where.position);
  REQUIRE(loaded.plan);
  return loaded.plan;
}

std::string row(const std::vector<std::string>& cells, const char* cell = "td") {
  std::string html = "<tr>";
  for (const auto& text : cells) html += std::string("<") + cell + ">" + text + "</" + cell + ">";
  return html + "</tr>";
}

using Rows = std::vector<std::vector<std::string>>;

std::string table(const char* id, const Rows& rows) {
  std::string html = std::string("<table id=") + id + ">";
  for (std::size_t r = 0; r < rows.size(); ++r) html += row(rows[r], r == 0 ? "th" : "td");
  return html + "</table>";
}

const Rows kHead{{"No", "Plant", "Supplier", "Pickup"}, {"P1", "JQ", "081234567", "2026-03-11 06:15"}};
const Rows kLines{
    {"#", "Part", "Qty", "Boxes"}, {"1", "A", "1,200", "12"}, {"2", "B", "30", "-"}, {"3", "C", "0", "1"}};

PageEvidence evidence_of(const Rows& head, const Rows& lines) {
  const auto understood = understand(*plan(),
                                     {{"head", "text/html; charset=utf-8", table("head", head)},
                                      {"lines", "text/html; charset=utf-8", table("lines", lines)}},
                                     {"P1", "JQ", "daily", {}}, {}, {});
  for (const auto& error : understood.errors) FAIL(sentence(error));
  return understood.evidence;
}

Rows with(Rows rows, const std::vector<std::string>& more) {
  rows.push_back(more);
  return rows;
}

GuardExpectations expectations() { return {{}, {"JQ", "Jinqiao", "金桥"}, "081234567"}; }

std::string codes(const std::vector<Error>& errors) {
  std::string text;
  for (const auto& error : errors) {
    CHECK(error.recovery == Recovery::hold_feed);
    text += (text.empty() ? "" : " ") + error.code;
  }
  return text;
}

store::KeptShape kept(const char* part, std::size_t rows, std::vector<std::string> headers = {}) {
  return {"D-1", {}, {}, {part, "", std::move(headers), rows, {}}};
}

}  // namespace

TEST_CASE("a page shows its headers, rows, totals and the day it is for") {
  const auto evidence = evidence_of(kHead, with(kLines, {"合计", "", "1,230", "13"}));
  REQUIRE(evidence.parts.size() == 2);
  CHECK(evidence.parts[1].part == "lines");
  CHECK(evidence.parts[1].table == "lines");
  CHECK(evidence.parts[1].headers == std::vector<std::string>{"#", "Part", "Qty", "Boxes"});
  CHECK(evidence.parts[1].rows == 3);
  CHECK(evidence.parts[1].totals == std::vector<model::TotalFigure>{{"Qty", "1230", "1230"}, {"Boxes", "13", "13"}});
  CHECK(evidence.newest_target == parse_date("2026-03-11").value());
  CHECK(codes(judge_page(evidence, {}, 4, expectations())) == "");
}

TEST_CASE("a total is the sum of its column, or of the rows since the last one") {
  struct Case {
    const char* name;
    Rows totals;
    const char* codes;
  };
  const auto c = GENERATE(Case{"none", {}, ""}, Case{"blank", {{"Total", "", "", ""}}, ""},
                          Case{"a dash", {{"Total", "", "-", "-"}}, ""}, Case{"right", {{"合计", "", "1 230", ""}}, ""},
                          Case{"words", {{"合计", "", "three", ""}}, ""},
                          Case{"wrong", {{"合计", "", "1,231", "13"}}, "guard/total_mismatch"},
                          Case{"of a column nobody reads", {{"合计", "", "", "12"}}, "guard/total_mismatch"},
                          Case{"both wrong", {{"合计", "", "0", "1"}}, "guard/total_mismatch guard/total_mismatch"},
                          Case{"sub-total and total", {{"小计", "", "1,230", ""}, {"合计", "", "1,230", ""}}, ""},
                          Case{"of what is no quantity", {{"合计", "3", "", ""}}, ""});
  INFO(c.name);
  auto lines = kLines;
  for (const auto& total : c.totals) lines = with(lines, total);
  const auto reasons = judge_page(evidence_of(kHead, lines), {}, 4, expectations());
  CHECK(codes(reasons) == c.codes);
  auto off = expectations();
  off.rules.totals = false;
  CHECK(judge_page(evidence_of(kHead, lines), {}, 4, off).empty());
}

TEST_CASE("sub-totals and their sum") {
  auto lines = kLines;
  lines.insert(lines.begin() + 3, {"小计", "", "1,230", "12"});
  lines = with(with(lines, {"小计", "", "0", "1"}), {"合计", "", "1230", "13"});
  CHECK(codes(judge_page(evidence_of(kHead, lines), {}, 4, expectations())) == "");
  lines.back()[2] = "1229";
  CHECK(codes(judge_page(evidence_of(kHead, lines), {}, 4, expectations())) == "guard/total_mismatch");
}

TEST_CASE("a total over all rows is no sub-total of none") {
  const auto lines = with(with(kLines, {"小计", "", "1,230", "13"}), {"合计", "", "0", "0"});
  CHECK(codes(judge_page(evidence_of(kHead, lines), {}, 4, expectations())) ==
        "guard/total_mismatch guard/total_mismatch");
}

TEST_CASE("a column whose sum is no quantity is not summed") {
  Rows lines{kLines.front()};
  for (int r = 1; r <= 20; ++r) lines.push_back({std::to_string(r), "A", "999999999999999", "1"});
  const auto evidence = evidence_of(kHead, with(lines, {"合计", "", "1", "20"}));
  CHECK(evidence.parts.at(1).totals == std::vector<model::TotalFigure>{{"Boxes", "20", "20"}});
  CHECK(codes(judge_page(evidence, {}, 4, expectations())) == "");
}

TEST_CASE("a wrong total is told with its figures and its place") {
  const auto reasons = judge_page(evidence_of(kHead, with(kLines, {"合计", "", "1,231", ""})), {}, 4, expectations());
  REQUIRE(reasons.size() == 1);
  CHECK(reasons[0].arg("column") == "Qty");
  CHECK(reasons[0].arg("stated") == "1231");
  CHECK(reasons[0].arg("sum") == "1230");
  REQUIRE(reasons[0].where.offset);
  CHECK(table("lines", with(kLines, {"合计", "", "1,231", ""})).substr(*reasons[0].where.offset, 5) == "1,231");
  CHECK(reasons[0].where.position.starts_with("part lines, "));
}

TEST_CASE("whose page it is") {
  struct Case {
    const char *plant, *supplier, *codes;
  };
  const auto c = GENERATE(Case{"JQ", "081234567", ""}, Case{"金桥", "０８１２３４５６７", ""}, Case{"", "", ""},
                          Case{"DY", "081234567", "guard/wrong_plant"}, Case{"JQ", "081234568", "guard/wrong_supplier"},
                          Case{"JQ", "81234567", "guard/wrong_supplier"},
                          Case{"NS", "1", "guard/wrong_plant guard/wrong_supplier"});
  INFO(c.plant << " " << c.supplier);
  auto head = kHead;
  head[1][1] = c.plant;
  head[1][2] = c.supplier;
  const auto evidence = evidence_of(head, kLines);
  const auto reasons = judge_page(evidence, {}, 4, expectations());
  CHECK(codes(reasons) == c.codes);
  for (const auto& reason : reasons) CHECK(is_foreign_page(reason));
  CHECK(judge_page(evidence, {}, 4, GuardExpectations{}).empty());
  auto off = expectations();
  off.rules.plant = off.rules.supplier = false;
  CHECK(judge_page(evidence, {}, 4, off).empty());
}

TEST_CASE("half of the rows gone is too much, from so many on") {
  struct Case {
    std::size_t before;
    int from, percent;
    bool is_stopped;
  };
  const auto c = GENERATE(Case{3, 4, 50, false}, Case{5, 4, 50, false}, Case{6, 4, 50, true}, Case{6, 7, 50, false},
                          Case{2, 1, 50, false}, Case{100, 4, 0, false}, Case{4, 4, 25, true}, Case{100, 4, 98, false});
  INFO(c.before << " rows, from " << c.from << ", " << c.percent << " %");
  auto expected = expectations();
  expected.rules.rows_drop = c.percent;
  const auto reasons = judge_page(evidence_of(kHead, kLines), {kept("lines", c.before)}, c.from, expected);
  CHECK(codes(reasons) == (c.is_stopped ? "guard/rows_dropped" : ""));
  CHECK(judge_list(3, c.before, {c.percent, c.from}).has_value() == c.is_stopped);
}

TEST_CASE("a row that is wider or narrower than its table") {
  const auto odd = [](std::vector<std::string> cells) {
    return codes(judge_page(evidence_of(kHead, with(kLines, std::move(cells))), {}, 4, expectations()));
  };
  CHECK(odd({"4", "D", "7", "1"}) == "");
  CHECK(odd({"4", "D", "7"}) == "guard/odd_row");
  CHECK(odd({"合计", "1,230"}) == "");
}

TEST_CASE("a blank cell makes no row of a sheet an odd one, whatever the file is") {
  const auto folder = test::source_folder() / "fixtures" / "formats" / "sheet";
  const auto loaded = mapping::load_mapping(folder.string(), "weekly");
  REQUIRE(loaded.plan);
  mapping::DocumentContext context;
  context.received = *parse_local_time("2026-03-12 17:00");
  std::size_t kinds = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "weekly")) {
    if (entry.path().extension() == ".txt") continue;
    ++kinds;
    INFO(entry.path().filename().string());
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const auto understood = understand(*loaded.plan, {{"page", "", bytes}}, context, {}, {});
    for (const auto& error : understood.errors) UNSCOPED_INFO(sentence(error));
    REQUIRE(understood.evidence.parts.size() == 1);
    CHECK(understood.evidence.parts[0].rows == 3);
    CHECK(codes(judge_page(understood.evidence, {}, 4, {})) == "");
  }
  CHECK(kinds >= 13);
}

TEST_CASE("the list of an old day") {
  settings::Feed feed;
  feed.expected.escalate = std::chrono::hours(13);
  const auto kind = mapping::RecordKind::delivery_schedule;
  const auto time = [](const char* text) { return parse_local_time(text).value(); };
  struct Case {
    const char *now, *newest;
    bool is_expected, is_old;
  };
  // 2026-03-10 is a Tuesday.
  const auto c = GENERATE_COPY(
      Case{"2026-03-10T12:59", "2026-03-10", false, true}, Case{"2026-03-10T13:00", "2026-03-10", true, true},
      Case{"2026-03-10T13:00", "2026-03-09", true, true}, Case{"2026-03-10T18:00", "2026-03-11", true, false},
      Case{"2026-03-13T18:00", "2026-03-16", true, false}, Case{"2026-03-14T18:00", "2026-03-13", false, true});
  INFO(c.now << " " << c.newest);
  CHECK(expects_later_days(feed, kind, time(c.now)) == c.is_expected);
  CHECK(judge_days(parse_date(c.newest).value(), feed, time(c.now)).has_value() == c.is_old);
  CHECK(!expects_later_days(feed, mapping::RecordKind::service_order, time(c.now)));
  feed.guard.old_list = false;
  CHECK(!expects_later_days(feed, kind, time(c.now)));
  CHECK(!judge_days(std::nullopt, feed, time(c.now)));
}

TEST_CASE("a holiday expects nothing; a feed's own hour counts") {
  settings::Feed feed;
  const auto kind = mapping::RecordKind::delivery_schedule;
  const auto day = parse_date("2026-03-10").value();
  feed.calendar.add_holidays(day, day);
  CHECK(!expects_later_days(feed, kind, {day, std::chrono::hours(18)}));
  CHECK(expects_later_days(feed, kind, {add_days(day, 1), std::chrono::hours(13)}));
  feed.expected.escalate = std::chrono::hours(15);
  CHECK(!expects_later_days(feed, kind, {add_days(day, 1), std::chrono::hours(14)}));
  const auto reason = judge_days(day, feed, {day, std::chrono::hours(16)});
  REQUIRE(reason);
  CHECK(reason->arg("by") == "15:00");
}

TEST_CASE("headers are laid side by side; figures in them are content") {
  const auto signs = [](const std::vector<std::string>& before, const std::vector<std::string>& after) {
    std::string text;
    for (const auto& pair : align_headers(before, after)) text += pair.sign;
    return text;
  };
  CHECK(signs({"a", "b", "c"}, {"a", "b", "c"}) == "   ");
  CHECK(signs({"a", "b", "c"}, {"a", "x", "b", "c"}) == " +  ");
  CHECK(signs({"a", "b", "c"}, {"a", "c"}) == " - ");
  CHECK(signs({"a", "b", "c"}, {"a", "x", "c"}) == " -+ ");
  CHECK(signs({}, {"a"}) == "+");
  CHECK(signs({"本周/03/10", "第1周 03/16"}, {"本周/03/17", "第2周 03/23"}) == "  ");
  CHECK(header_changes({kept("lines", 1, {"a", "b"}), kept("gone", 1, {"z"})}, {{"lines", "", {"b", "c"}, 1, {}}}) ==
        "lines: - a, + c");
}
