#include "present/workbook.hpp"

#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <iterator>

#include "formats/container/containers.hpp"
#include "formats/table_document.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace calloff;
using namespace calloff::present;
namespace fs = std::filesystem;

namespace {

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// What a person sees, read by the reader that reads customers' workbooks.
formats::Page page_of(const fs::path& file) {
  const auto bytes = bytes_of(file);
  auto page = formats::decode_table_document(bytes, {});
  if (!page) UNSCOPED_INFO(sentence(page.error()));
  REQUIRE(page);
  return std::move(*page);
}

std::vector<std::vector<std::string>> texts_of(const formats::Table& table) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& row : table.rows) {
    auto& texts = rows.emplace_back();
    for (const auto& cell : row.cells) texts.emplace_back(cell.text);
  }
  return rows;
}

/// A part of the archive as stored: what kind a cell is, only that tells.
std::string part_of(const fs::path& file, const std::string& name) {
  const auto bytes = bytes_of(file);
  const auto archive = formats::load_containers().value()->open_zip(bytes, {});
  REQUIRE(archive);
  return (*archive)->read(name).value().value();
}

/// `<c r="C2" ...>...</c>` from its attributes on; empty if there is no such cell.
std::string cell_of(const std::string& sheet, const std::string& place) {
  const auto begin = "<c r=\"" + place + "\"";
  const auto at = sheet.find(begin);
  if (at == sheet.npos) return {};
  return sheet.substr(at + begin.size(), sheet.find("</c>", at) - at - begin.size());
}

Listing listing_of(std::vector<Value> rows) {
  return {{{"part_no", "PART"}, {"part_name", "NAME"}, {"date", "DATE"}, {"qty", "QTY", true}, {"complete", ""}},
          std::move(rows)};
}

Value row_of(const char* part_no, Value name, const char* date, const char* qty, bool complete = true) {
  auto row = Value::object();
  row.add("part_no", part_no).add("part_name", std::move(name)).add("date", date).add("qty", qty);
  row.add("complete", complete);
  return row;
}

/// Of the kind and length of a plant's schedule: more than the buffers of a file hold.
Listing many_rows() {
  std::vector<Value> rows;
  for (int i = 0; i < 200; ++i)
    rows.push_back(row_of(("00" + std::to_string(912'345 + i * 7)).c_str(), "前车门密封条总成（左）", "2026-03-10",
                          std::to_string(i * i).c_str()));
  return listing_of(std::move(rows));
}

/// No file of this process grows beyond it, as if the disk were full there.
class LargestFile {
 public:
  explicit LargestFile(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~LargestFile() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  LargestFile(const LargestFile&) = delete;
  LargestFile& operator=(const LargestFile&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

std::size_t files_in(const fs::path& folder) {
  return std::size_t(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

/// Fails the test unless it is the error of a file that could not be written. Gives its detail.
std::string detail_of(const Result<void>& written, const fs::path& file) {
  REQUIRE(!written);
  CHECK(written.error().code == "present/workbook");
  CHECK(written.error().recovery == Recovery::ask_person);
  CHECK(sentence(written.error()).starts_with(file.string() + " cannot be written: "));
  for (const auto& [name, value] : written.error().args)
    if (name == "detail") return value;
  return {};
}

}  // namespace

TEST_CASE("a workbook says what the listing says, sheet by sheet") {
  calloff::test::TemporaryFolder folder;
  const auto file = folder.path() / "schedule.xlsx";
  REQUIRE(write_workbook(file, {{"Grid", listing_of({row_of("00123", "左前支架", "2026-03-10", "1200.500")}), 1},
                                {"Data", listing_of({row_of("01/02", "  a <b> & \"c\"", "2026-03-11", "-5", false),
                                                     row_of("2026-03-12", Value(), "later", "as agreed")})}}));
  const auto page = page_of(file);
  CHECK(page.kind == formats::PageKind::xlsx);
  REQUIRE(page.tables.size() == 2);
  CHECK(page.tables[0].caption == "Grid");
  CHECK(texts_of(page.tables[0]) ==
        std::vector<std::vector<std::string>>{{"PART", "NAME", "DATE", "QTY", "complete"},
                                              {"00123", "左前支架", "2026-03-10", "1200.5", "TRUE"}});
  CHECK(page.tables[1].caption == "Data");
  CHECK(texts_of(page.tables[1]) ==
        std::vector<std::vector<std::string>>{{"PART", "NAME", "DATE", "QTY", "complete"},
                                              {"01/02", "a <b> & \"c\"", "2026-03-11", "-5", "FALSE"},
                                              {"2026-03-12", "", "later", "as agreed", "TRUE"}});
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("figures and dates are numbers, everything else is text") {
  calloff::test::TemporaryFolder folder;
  const auto file = folder.path() / "schedule.xlsx";
  auto row = row_of("00123", "1200", "2026-03-10", "1200.500");
  row.add("revision", 3);
  auto listing = listing_of({row});
  listing.columns.push_back({"revision", "REV"});
  REQUIRE(write_workbook(file, {{"Data", listing}}));
  const auto sheet = part_of(file, "xl/worksheets/sheet1.xml");
  CHECK(cell_of(sheet, "A2").ends_with("t=\"inlineStr\"><is><t>00123</t></is>"));
  CHECK(cell_of(sheet, "B2").ends_with("t=\"inlineStr\"><is><t>1200</t></is>"));
  CHECK(cell_of(sheet, "C2").ends_with("><v>46091</v>"));  // days since 1899-12-30
  CHECK(cell_of(sheet, "C2").find("t=") == std::string::npos);
  CHECK(part_of(file, "xl/styles.xml").find("formatCode=\"yyyy-mm-dd\"") != std::string::npos);
  CHECK(cell_of(sheet, "D2") == "><v>1200.5</v>");
  CHECK(cell_of(sheet, "E2") == " t=\"b\"><v>1</v>");
  CHECK(cell_of(sheet, "F2") == "><v>3</v>");
}

TEST_CASE("nothing in a workbook is a formula") {
  calloff::test::TemporaryFolder folder;
  const auto file = folder.path() / "schedule.xlsx";
  const auto text = std::string(GENERATE("=1+1", "+A1", "@x", "-1+cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\")",
                                         "http://x.example/", "00912345", "1E5"));
  INFO(text);
  // A cell of a column of figures too: what is no figure there is text.
  REQUIRE(write_workbook(file, {{"Data", listing_of({row_of(text.c_str(), text, text.c_str(), "=2*3")})}}));
  CHECK(texts_of(page_of(file).tables.at(0)).at(1) == std::vector<std::string>{text, text, text, "=2*3", "TRUE"});
  const auto sheet = part_of(file, "xl/worksheets/sheet1.xml");
  CHECK(sheet.find("<f>") == std::string::npos);
  for (const char* place : {"A2", "B2", "C2", "D2"})
    CHECK(cell_of(sheet, place).find("t=\"inlineStr\"") != std::string::npos);
}

TEST_CASE("a figure that a double does not hold stays as it is written") {
  calloff::test::TemporaryFolder folder;
  const auto file = folder.path() / "schedule.xlsx";
  struct Case {
    const char *qty, *cell;
  };
  const auto c = GENERATE(Case{"0.001", "><v>0.001</v>"}, Case{"0", "><v>0</v>"}, Case{"-12", "><v>-12</v>"},
                          Case{"9007199254740.992", "><v>9007199254740.992</v>"},
                          Case{"9007199254740.993", " t=\"inlineStr\"><is><t>9007199254740.993</t></is>"});
  INFO(c.qty);
  REQUIRE(write_workbook(file, {{"Data", listing_of({row_of("1", "x", "2026-03-10", c.qty)})}}));
  CHECK(cell_of(part_of(file, "xl/worksheets/sheet1.xml"), "D2") == c.cell);
}

TEST_CASE("a listing that says its members has a column for each, by name") {
  calloff::test::TemporaryFolder folder;
  const auto file = folder.path() / "schedule.xlsx";
  auto row = row_of("00123", "x", "2026-03-10", "5");
  row.add("qty_shipped", "2.50").add("until", "2026-03-14").add("not_said", "x");
  auto listing = listing_of({row});
  listing.members = {"part_no", "date", "until", "qty", "qty_shipped"};
  REQUIRE(write_workbook(file, {{"Data", listing}}));
  CHECK(texts_of(page_of(file).tables.at(0)) ==
        std::vector<std::vector<std::string>>{{"part_no", "date", "until", "qty", "qty_shipped"},
                                              {"00123", "2026-03-10", "2026-03-14", "5", "2.5"}});
}

TEST_CASE("headings and part columns stay in sight and can be filtered") {
  calloff::test::TemporaryFolder folder;
  const auto file = folder.path() / "schedule.xlsx";
  REQUIRE(write_workbook(file, {{"Grid", listing_of({row_of("00123", "x", "2026-03-10", "5")}), 2}}));
  const auto sheet = part_of(file, "xl/worksheets/sheet1.xml");
  CHECK(sheet.find("<pane xSplit=\"2\" ySplit=\"1\" topLeftCell=\"C2\"") != std::string::npos);
  CHECK(sheet.find("<autoFilter ref=\"A1:E2\"/>") != std::string::npos);
}

TEST_CASE("a listing without rows gives its headings") {
  calloff::test::TemporaryFolder folder;
  const auto file = folder.path() / "schedule.xlsx";
  REQUIRE(write_workbook(file, {{"Grid", listing_of({})}, {"Data", listing_of({})}}));
  const auto page = page_of(file);
  REQUIRE(page.tables.size() == 2);
  for (const auto& table : page.tables)
    CHECK(texts_of(table) == std::vector<std::vector<std::string>>{{"PART", "NAME", "DATE", "QTY", "complete"}});
}

TEST_CASE("what stands is replaced by a whole workbook or not at all, wherever the disk is full") {
  calloff::test::TemporaryFolder folder;
  const auto file = folder.path() / "schedule.xlsx";
  const auto listing = many_rows();
  REQUIRE(write_workbook(file, {{"Grid", listing_of({})}, {"Data", listing}}));
  const auto wanted = texts_of(page_of(file).tables.at(1));
  REQUIRE(wanted.size() == 201);
  const std::string before = "of yesterday";
  int refused = 0;
  bool is_written = false;
  for (rlim_t bytes = 0; !is_written; bytes += 2'500) {
    REQUIRE(bytes < 1'000'000);
    INFO("at " << bytes << " bytes");
    std::ofstream(file, std::ios::trunc) << before;
    const auto written = [&] {
      const LargestFile limit(bytes);
      return write_workbook(file, {{"Grid", listing_of({})}, {"Data", listing}});
    }();
    is_written = written.has_value();
    CHECK(files_in(folder.path()) == 1);
    if (is_written) break;
    ++refused;
    detail_of(written, file);
    REQUIRE(bytes_of(file) == before);
  }
  CHECK(refused > 10);
  CHECK(texts_of(page_of(file).tables.at(1)) == wanted);
}

TEST_CASE("what is no file is not replaced") {
  calloff::test::TemporaryFolder folder;
  const auto device = folder.path() / "device", inside = folder.path() / "folder";
  fs::create_directory(inside);
  fs::create_symlink("/dev/null", device);
  for (const auto& file : {device, inside}) {
    INFO(file);
    CHECK(detail_of(write_workbook(file, {{"Data", listing_of({})}}), file) == "it is no file");
  }
  CHECK(fs::is_symlink(device));
  CHECK(fs::is_directory(inside));
  CHECK(files_in(folder.path()) == 2);
}

TEST_CASE("a folder that is not there is said in the system's words") {
  calloff::test::TemporaryFolder folder;
  const auto file = folder.path() / "none/schedule.xlsx";
  CHECK(detail_of(write_workbook(file, {{"Data", listing_of({})}}), file) == "No such file or directory");
  CHECK(files_in(folder.path()) == 0);
}
