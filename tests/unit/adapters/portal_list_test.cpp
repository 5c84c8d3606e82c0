// Lists read page by page: how a portal counts, what a row is, and whether rows stood still.
#include "adapter_api/portal_list.hpp"

#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::adapter_api;

namespace {

constexpr auto kChinese = "共{rows}条 第{page}/{pages}页";
constexpr auto kEnglish = "{rows} records, page {page} of {pages}";

ListShape shape() { return {"t", {"No", "Rev"}, "Action", {"Dock"}, {"No records"}, kEnglish}; }

std::string table(const std::string& rows,
                  const std::string& header = "<th>No</th><th>Rev</th><th>Dock</th><th>Action</th>") {
  return "<html><body><table id=\"t\"><tr>" + header + "</tr>" + rows + "</table>2 records, page 1 of 1</body></html>";
}

std::string row(const std::string& number, const std::string& revision) {
  return "<tr><td>" + number + "</td><td>" + revision +
         "</td><td>D1</td><td><a href=\"javascript:show('9');\">x</a></td></tr>";
}

Result<ListPage> read(const std::string& html, const ListShape& by = shape()) {
  return read_list(formats::decode_page(html, {}).value(), html, by);
}

ListPage page_of(std::vector<std::string> ids, std::size_t rows, std::size_t page, std::size_t pages) {
  ListPage list;
  for (auto& id : ids) {
    ListRow row;
    row.id = std::move(id);
    list.rows.push_back(std::move(row));
  }
  list.count = {rows, page, pages};
  return list;
}

}  // namespace

TEST_CASE("rows and pages as the portal counts them, in its own words") {
  struct Case {
    const char *text, *pattern;
    std::size_t rows, page, pages;
  };
  const auto c = GENERATE(values<Case>({{"查询 共35条 第1/2页 首页", kChinese, 35, 1, 2},
                                        {"共 0 条 第 1 / 1 页", kChinese, 0, 1, 1},
                                        {"共享 共3条 第1/1页", kChinese, 3, 1, 1},
                                        {"Sheets 135 records, page 2 of 7 Next", kEnglish, 135, 2, 7},
                                        {"1,135 records,page 2 of 7", kEnglish, 135, 2, 7},
                                        {"Page 3/4 (80)", "Page {page}/{pages} ({rows})", 80, 3, 4}}));
  INFO(c.text);
  const auto count = read_page_count(c.text, c.pattern);
  REQUIRE(count);
  CHECK(count->rows == c.rows);
  CHECK(count->page == c.page);
  CHECK(count->pages == c.pages);
}

TEST_CASE("a page without its count is not the list") {
  for (const auto* text : {"", "35 rows", "共35条", "共35条 第1页", "第1/2页 共35条", "共x条 第1/2页"}) {
    INFO(text);
    const auto none = read_page_count(text, kChinese);
    REQUIRE(!none);
    CHECK(none.error().code == "page/no_count");
    CHECK(none.error().recovery == Recovery::hold_feed);
  }
}

TEST_CASE("rows are known by their id cells; totals are none; each is handed on as served") {
  const auto html = table(row("W1", "1") + row("W1", "2") + "<tr><td>Total</td><td>2</td><td></td><td></td></tr>");
  const auto list = read(html);
  REQUIRE(list);
  REQUIRE(list->rows.size() == 2);
  CHECK(list->rows[1].id == "W1/2");
  CHECK(list->rows[1].link == "javascript:show('9');");
  CHECK(list->rows[1].snippet ==
        "<table id=\"t\"><tr><th>No</th><th>Rev</th><th>Dock</th><th>Action</th></tr>" + row("W1", "2") + "</table>");
  CHECK(list->column("Dock").value() == 2);
  CHECK(list->count.rows == 2);
  CHECK(!list->says_empty);
}

TEST_CASE("a list in the words for none is empty, whatever row says them") {
  const auto list = read(table("<tr><td colspan=\"4\">No records found</td></tr>"));
  REQUIRE(list);
  CHECK(list->rows.empty());
  CHECK(list->says_empty);
}

TEST_CASE("what the list must have and has not") {
  struct Case {
    std::string html, code, column;
  };
  const std::vector<Case> cases{
      {table(row("", "1")), "page/bad_row", "No"},
      {table(row("W1", "")), "page/bad_row", "Rev"},
      {table(row("W1", "1"), "<th>No</th><th>Rev</th><th>Gate</th><th>Action</th>"), "page/missing_column", "Dock"},
      {table(row("W1", "1"), "<th>No</th><th>Version</th><th>Dock</th><th>Action</th>"), "page/missing_column", "Rev"},
      {"<html><body><p>nothing</p></body></html>", "page/unknown", ""}};
  for (const auto& c : cases) {
    INFO(c.html);
    const auto list = read(c.html);
    REQUIRE(!list);
    CHECK(list.error().code == c.code);
    CHECK(list.error().recovery == Recovery::hold_feed);
    CHECK(list.error().arg("column") == c.column);
  }
}

TEST_CASE("a reading is whole when nothing moved") {
  ListReading reading;
  REQUIRE(reading.add(page_of({"1", "2"}, 3, 1, 2)));
  CHECK(reading.has_next());
  CHECK(reading.next() == 2);
  REQUIRE(reading.add(page_of({"3"}, 3, 2, 2)));
  CHECK(!reading.has_next());
  SECTION("page 1 is what it was") {
    reading.compare_first(page_of({"1", "2"}, 3, 1, 2));
    CHECK(reading.is_whole());
    const auto list = reading.take_list();
    REQUIRE(list.rows.size() == 3);
    CHECK(list.rows[2].id == "3");
  }
  SECTION("another row stands on page 1") {
    reading.compare_first(page_of({"0", "1"}, 3, 1, 2));
    CHECK(!reading.is_whole());
  }
  SECTION("it is shorter") {
    reading.compare_first(page_of({"1"}, 3, 1, 2));
    CHECK(!reading.is_whole());
  }
  SECTION("there are more by now") {
    reading.compare_first(page_of({"1", "2"}, 4, 1, 2));
    CHECK(!reading.is_whole());
  }
}

TEST_CASE("rows that moved while pages were turned") {
  struct Case {
    std::vector<std::string> second;
    std::size_t rows, page;
  };
  const std::vector<Case> cases{{{"2"}, 3, 2}, {{"3"}, 4, 2}, {{"3"}, 3, 1}, {{}, 3, 2}};
  for (const auto& c : cases) {
    ListReading reading;
    REQUIRE(reading.add(page_of({"1", "2"}, 3, 1, 2)));
    REQUIRE(reading.add(page_of(c.second, c.rows, c.page, 2)));
    CHECK(!reading.is_whole());
    CHECK(!reading.is_whole_like(reading));
  }
}

TEST_CASE("doubles that stay are the portal's own, as long as nothing is missing") {
  const auto read_twice = [](std::vector<std::string> second, std::size_t rows) {
    std::vector<ListReading> readings(2);
    for (auto& reading : readings) {
      REQUIRE(reading.add(page_of({"1", "2"}, rows, 1, 2)));
      REQUIRE(reading.add(page_of(second, rows, 2, 2)));
    }
    CHECK(!readings[0].is_whole());
    return readings;
  };
  auto doubled = read_twice({"2", "3"}, 3);
  CHECK(doubled[1].is_whole_like(doubled[0]));
  CHECK(doubled[1].take_list().rows.size() == 3);
  const auto hiding = read_twice({"2", "3"}, 4);
  CHECK(!hiding[1].is_whole_like(hiding[0]));
}

TEST_CASE("a list of too many pages is none") {
  ListReading reading;
  const auto added = reading.add(page_of({"1"}, 100'000, 1, ListReading::kMostPages + 1));
  REQUIRE(!added);
  CHECK(added.error().code == "page/too_many_pages");
}
