#include "formats/page.hpp"

#include <map>

#include "base/error_catalogue.hpp"
#include "support/catch.hpp"
#include "unit/formats/bytes.hpp"

using namespace calloff;
using namespace calloff::formats;
using namespace calloff::formats::test;

namespace {

Page read(std::string_view html) {
  auto page = decode_page(html, {.http_charset = "UTF-8"});
  REQUIRE(page);
  return *page;
}

std::map<std::string, std::string> labels_of(std::string_view html) {
  std::map<std::string, std::string> labels;
  for (const auto& [label, value] : read(html).labels) labels.emplace(label, value.text);
  return labels;
}

using Labels = std::map<std::string, std::string>;

}  // namespace

TEST_CASE("labelled values are read from pairs of cells, from single cells and from plain text") {
  struct Case {
    const char *what, *html;
    Labels labels;
  };
  const auto c = GENERATE(values<Case>({
      {"pairs with colons",
       "<table><tr><td>计划编号：</td><td>P-1</td><td>版本:</td><td>2</td></tr></table>",
       {{"计划编号", "P-1"}, {"版本", "2"}}},
      {"pairs with colons above a blank value",
       "<table><tr><td>计划编号：</td><td></td></tr></table>",
       {{"计划编号", ""}}},
      {"colon in the cell",
       "<table><tr><td>计划编号：P-1</td><td>版本: 2</td></tr></table>",
       {{"计划编号", "P-1"}, {"版本", "2"}}},
      {"plain text",
       "<div>计划编号：P-1&nbsp;&nbsp;版本：2 发布时间：2026-03-10 11:12</div>",
       {{"计划编号", "P-1"}, {"版本", "2"}, {"发布时间", "2026-03-10 11:12"}}},
      {"label and value in elements of their own",
       "<p><b>供应商</b>：<span>宁波 一厂</span></p>",
       {{"供应商", "宁波 一厂"}}},
      {"a field's value", "<p>数量：<input name=q value=5></p>", {{"数量", "5"}}},
      {"words with a space", "<p>Delivery Note: N-1</p>", {{"Delivery Note", "N-1"}}},
      {"th before td",
       "<table><tr><th>计划编号</th><td>P-1</td></tr><tr><th>版本</th><td>2</td></tr></table>",
       {{"计划编号", "P-1"}, {"版本", "2"}}},
      {"bare pairs",
       "<table><tr><td>取货单号</td><td>PUS01</td><td>状态</td><td>未读</td></tr>"
       "<tr><td>交货说明<br>Delivery Note</td><td colspan=3>按时</td></tr></table>",
       {{"取货单号", "PUS01"}, {"状态", "未读"}, {"交货说明 Delivery Note", "按时"}}},
      {"title row of a table of data",
       "<table><tr><td colspan=2>计划编号：P-1</td></tr><tr><td>A<td>B<tr><td>x<td>1</table>",
       {{"计划编号", "P-1"}}},
      {"a table of data has none", "<table><tr><th>零件号<th>备注<tr><td>001<td>注意：易碎</table>", {}},
      {"a header row alone is not pairs", "<table><tr><td>序号<td>零件号<td>名称<td>数量</table>", {}},
      {"times, addresses and sentences are not labels",
       "<p>11:30</p><p>http://a/b</p><p>您好，请注意下面的内容：无</p>",
       {}},
      {"scripts have none", "<script>var a = {b: 1};</script><a href='javascript:go()'>x</a>", {}},
  }));
  INFO(c.what);
  CHECK(labels_of(c.html) == c.labels);
}

TEST_CASE("a table of labels has no header, whatever its first row looks like") {
  const auto* html = GENERATE(
      "<table><tr><td>计划编号：</td><td>P-1</td></tr></table>", "<table><tr><th>计划编号</th><td></td></tr></table>",
      "<table><tr><td>取货单号</td><td>PUS01</td></tr><tr><td>状态</td><td>未读</td></tr></table>");
  INFO(html);
  const auto page = read(html);
  CHECK(page.tables.at(0).header.empty());
  CHECK(page.tables.at(0).columns.at(0).header.empty());
  CHECK(page.find_label("none") == nullptr);
}

TEST_CASE("visible text, title and scripts") {
  const auto page = read(
      "<html><head><title> 交货 计划 </title><style>p{}</style><script>alert('用户名或密码错误')</script></head>"
      "<body onload=\"top.location='x'\"><p>第一&nbsp;行<p>第二<b>行</b><noscript>n</noscript><div "
      "style='display:none'>藏</div></body></html>");
  CHECK(page.title == "交货 计划");
  CHECK(page.text == "第一 行\n第二行");
  CHECK(page.scripts == std::vector<std::string>{"alert('用户名或密码错误')", "top.location='x'"});
  CHECK(page.says("第二行"));
  CHECK(page.says("密码错误"));
  CHECK(page.says("top.location"));
  CHECK_FALSE(page.says("藏"));
}

TEST_CASE("a body that was cut off is told from a whole one") {
  struct Case {
    const char* html;
    bool is_complete;
  };
  const auto c = GENERATE(values<Case>({{"<html><body>x</body></html>", true},
                                        {"<html><body>x</BODY>", true},
                                        {"<html><head></head><frameset><frame></frameset></html>", true},
                                        {"<html><body>x</html>\r\n", true},
                                        {"<html><body><table><tr><td>1", false},
                                        {"<html><body>x</ht", false},
                                        {"<html><head><script>s='</html>'</script></head><body>x", false},
                                        {"<!-- </html> --><html><body>x", false},
                                        {"<script>top.location='x'</script>", false},
                                        {"", false}}));
  INFO(c.html);
  CHECK(read(c.html).is_complete == c.is_complete);
}

TEST_CASE("forms with what a browser would send") {
  const auto page = read(
      "<form name=f method=POST action='a.do?x=1&amp;y=2'><input type=hidden name=TOKEN value='abc'><input name=text>"
      "<INPUT TYPE=CHECKBOX name=c1 value=1><input type=checkbox name=c2 checked><input type=radio name=r value=a>"
      "<input type=radio name=r value=b checked><select name=s><option value=1>x<option value=2 selected>y</select>"
      "<select name=first><option>x<option>y</select><select name=m multiple><option value=1 selected><option value=2 "
      "selected></select>"
      "<textarea name=t>a\nb</textarea><input name=d value=1 disabled><input type=submit name=go value=Go><input "
      "value=nameless>"
      "</form><form id=second></form>");
  REQUIRE(page.forms.size() == 2);
  const auto& form = page.forms[0];
  CHECK(form.name == "f");
  CHECK(form.method == "post");
  CHECK(form.action == "a.do?x=1&y=2");
  CHECK(page.forms[1].name == "second");
  CHECK(page.forms[1].method == "get");
  std::string sent, kept;
  for (const auto& field : form.fields)
    (field.is_sent ? sent : kept) += field.name + "=" + field.value + ":" + field.type + " ";
  CHECK(sent ==
        "TOKEN=abc:hidden text=:text c2=on:checkbox r=b:radio s=2:select first=x:select m=1:select m=2:select "
        "t=a\nb:textarea ");
  CHECK(kept == "c1=1:checkbox r=a:radio d=1:text go=Go:submit ");
  CHECK(form.find("TOKEN")->value == "abc");
  CHECK(form.find("none") == nullptr);
}

TEST_CASE("a form begun between a table and its rows keeps its fields") {
  const auto page = read(
      "<table><form name=f><tr><td><input type=hidden name=a value=1><input name=b value=2></td></tr></form></table>"
      "<form name=g><input name=c value=3></form>");
  REQUIRE(page.forms.size() == 2);
  CHECK(page.forms[0].fields.size() == 2);
  CHECK(page.forms[0].find("b")->value == "2");
  CHECK(page.forms[1].fields.size() == 1);
}

TEST_CASE("each way a page is refused has its sentence") {
  struct Case {
    std::string html;
    PageOptions options;
    const char *code, *what;
  };
  PageOptions small{.http_charset = "UTF-8", .max_bytes = 10};
  std::string wide_table = "<table>";
  for (int i = 0; i < 2; ++i) wide_table += "<tr><td colspan=1000>a<td>b";
  const auto c = GENERATE_COPY(values<Case>({
      {"<p>12345678", small, "decode/too_large", "bytes"},
      {"\xFF", {}, "decode/bad_byte", ""},
      {gb("零"), {.http_charset = "x-none"}, "decode/unknown_charset", ""},
      {wide_table, {}, "decode/too_large", "columns"},
  }));
  const auto page = decode_page(c.html, c.options);
  REQUIRE(!page);
  CHECK(page.error().code == c.code);
  CHECK(page.error().recovery == Recovery::quarantine);
  CHECK(page.error().arg("what") == c.what);
  CHECK(has_sentence(c.code));
  CHECK_FALSE(find_sentence(c.code)->zh.empty());
}
