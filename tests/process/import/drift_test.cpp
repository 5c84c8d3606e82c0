// A page that is not to be believed: stopped, shown beside the last good one, accepted by a person or healed by itself.
#include <boost/json.hpp>
#include <fstream>

#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/process/json_schema.hpp"
#include "support/process/site.hpp"

using namespace calloff::test;
using namespace calloff::test::process;

namespace {

/// A page of a sheet as the portal saves it, in UTF-8: so many lines of ten each, and a total row.
std::string page(int lines, const std::string& total, const std::string& plant = "JQ", const std::string& more = "") {
  std::string html =
      "<html><head><meta charset=utf-8></head><body><table class=\"pusHead\">"
      "<tr><td>取货单号</td><td>JQ260311901</td><td>状态</td><td>未读</td></tr>"
      "<tr><td>DUNS</td><td>081234567</td><td>工厂</td><td>" +
      plant +
      "</td></tr><tr><td>道口</td><td>D03</td><td>路线</td><td>R12</td></tr>"
      "<tr><td>承运商</td><td>安吉物流</td><td>计划取货时间</td><td>2026-03-11 06:15</td></tr>"
      "<tr><td>计划到达时间</td><td>2026-03-11 08:00</td><td>发布时间</td><td>2026-03-10 11:05</td></tr></table>"
      "<table class=\"table_double_head\"><tr>";
  std::vector<std::string> headers{"序号",     "零件号", "零件名称", "需求数量", "承诺数量", "单位",
                                   "标准包装", "箱数",   "包装代码", "看板号",   "生产线",   "备注"};
  if (!more.empty()) headers.push_back(more);
  for (const auto& header : headers) html += "<td>" + header + "</td>";
  const std::string tail = more.empty() ? "" : "<td></td>";
  for (int i = 1; i <= lines; ++i)
    html += "</tr><tr><td>" + std::to_string(i) + "</td><td>0101234" + std::to_string(i) +
            "</td><td>门锁拉索</td><td>10</td><td></td><td>件</td><td>5</td><td>2</td><td>K</td><td>K1</td><td>T"
            "</td><td></td>" +
            tail;
  return html + "</tr><tr><td>合计</td><td></td><td></td><td>" + total +
         "</td><td></td><td></td><td></td><td></td><td></td><td></td><td></td><td></td>" + tail +
         "</tr></table></body></html>";
}

class Desk {
 public:
  Desk() : site("http://127.0.0.1:1") {}

  Ended bring(const std::string& bytes) {
    const auto path = folder_.path() / "sheet.html";
    std::ofstream(path, std::ios::binary) << bytes;
    return site.calloff({"import", path.string(), "--customer", "sgm", "--feed", "daily", "-o", "json"});
  }
  std::string outcome(const Ended& ended) {
    INFO(ended.out << ended.err);
    return text_of(boost::json::parse(ended.out).as_array().at(0), "outcome");
  }
  boost::json::array drifts() { return site.list({"drift", "list"}); }
  std::size_t rows() { return schedule_of(site).size(); }

  Site site;

 private:
  TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("stopped, shown, accepted") {
  Desk desk;
  REQUIRE(desk.outcome(desk.bring(page(6, "60"))) == "published");
  REQUIRE(desk.rows() == 6);
  CHECK(desk.drifts().empty());

  const auto stopped = desk.bring(page(3, "30"));
  CHECK(stopped.exit == 1);
  CHECK(desk.outcome(stopped) == "stopped");
  CHECK(desk.rows() == 6);

  const auto listed = desk.drifts();
  REQUIRE(listed.size() == 1);
  CHECK(complaints_of("drifts", listed) == "");
  CHECK(text_of(listed[0], "state") == "stopped");
  CHECK(text_of(listed[0], "rule") == "guard/rows_dropped");
  const auto document = text_of(listed[0], "document");

  const auto shown = desk.site.json({"drift", "show", document});
  CHECK(complaints_of("drift", shown) == "");
  CHECK(shown.at("parts").at(0).at("rows_before").as_int64() == 6);
  CHECK(shown.at("parts").at(0).at("rows_after").as_int64() == 3);
  CHECK(desk.site.calloff({"drift", "show", document}).out.find("rows 6 -> 3") != std::string::npos);

  const auto accepted = desk.site.calloff({"drift", "accept", document, "--reason", "three parts ended"});
  INFO(accepted.out << accepted.err);
  CHECK(accepted.exit == 0);
  CHECK(schedule_of(desk.site).size() == 3);
  const auto settled = desk.site.json({"drift", "show", document});
  CHECK(text_of(settled, "state") == "accepted");
  CHECK(text_of(settled, "settled_why") == "three parts ended");
  CHECK(!text_of(settled, "settled_by").empty());
  CHECK(desk.outcome(desk.bring(page(3, "30"))) == "unchanged");
  CHECK(desk.site.calloff({"drift", "accept", document, "--reason", "again"}).exit == 1);
  CHECK(desk.site.calloff({"drift", "accept", "D-0000000000000000", "--reason", "none"}).exit == 1);
  CHECK(is_sound(desk.site));
}

TEST_CASE("a better page heals by itself, and what it was stopped for stays on record") {
  Desk desk;
  REQUIRE(desk.outcome(desk.bring(page(6, "60"))) == "published");
  REQUIRE(desk.outcome(desk.bring(page(5, "60"))) == "stopped");
  REQUIRE(desk.outcome(desk.bring(page(5, "60"))) == "stopped");
  CHECK(desk.drifts().size() == 1);
  CHECK(desk.outcome(desk.bring(page(5, "50"))) == "published");
  CHECK(desk.rows() == 5);
  CHECK(desk.site.list({"drift", "list", "--open"}).empty());
  const auto all = desk.drifts();
  REQUIRE(all.size() == 1);
  CHECK(text_of(all[0], "state") == "healed");
  CHECK(text_of(all[0], "rule") == "guard/total_mismatch");
}

TEST_CASE("a page of another plant, and one whose new column does no harm") {
  Desk desk;
  REQUIRE(desk.outcome(desk.bring(page(6, "60"))) == "published");
  CHECK(desk.outcome(desk.bring(page(6, "60", "DY"))) == "stopped");
  CHECK(text_of(desk.drifts().at(0), "rule") == "guard/wrong_plant");

  CHECK(desk.outcome(desk.bring(page(7, "70", "JQ", "温度"))) == "published");
  CHECK(desk.rows() == 7);
  const auto noted = desk.drifts().at(0);
  CHECK(text_of(noted, "state") == "noted");
  CHECK(text_of(noted, "what").find("+ 温度") != std::string::npos);
  const auto shown = desk.site.calloff({"drift", "show", text_of(noted, "document")});
  CHECK(shown.out.find("+") != std::string::npos);
  CHECK(desk.outcome(desk.bring(page(8, "80", "JQ", "温度"))) == "published");
  CHECK(desk.drifts().size() == 2);
}

TEST_CASE("rules are switched off feed by feed") {
  Desk desk;
  desk.site.configure("    mapping: customers/sgm/daily\n",
                      "    mapping: customers/sgm/daily\n    guard: {rows_drop: off, totals: off, plant: off}\n");
  REQUIRE(desk.outcome(desk.bring(page(6, "60"))) == "published");
  CHECK(desk.outcome(desk.bring(page(2, "60", "DY"))) == "published");
  CHECK(desk.drifts().empty());
}
