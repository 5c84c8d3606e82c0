// One release in every syntax that a portal calls .xls, through one mapping: the same records, each cell in its place.
// CALLOFF_UPDATE=1 rewrites what is expected; read the diff before committing it.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "formats/table_document.hpp"
#include "mapping/decode_part.hpp"
#include "mapping/load.hpp"
#include "mapping/run.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"

using namespace calloff;

namespace {

std::filesystem::path folder() { return test::source_folder() / "fixtures" / "formats" / "sheet"; }

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::filesystem::path> kinds() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder() / "weekly"))
    if (entry.path().extension() != ".txt") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

std::shared_ptr<const mapping::Plan> plan() {
  auto loaded = mapping::load_mapping(folder().string(), "weekly");
  for (const auto& error : loaded.errors) UNSCOPED_INFO(sentence(error));
  REQUIRE(loaded.plan);
  return loaded.plan;
}

std::string shown(const mapping::Draft& draft) {
  std::string text;
  for (const auto& field : draft.fields)
    text += (text.empty() ? "" : " ") + field.shape->name.substr(field.shape->name.find('.') + 1) + "=" +
            mapping::to_string(field.value);
  return text + "\n";
}

std::string shown(const mapping::MappedDocument& mapped) {
  std::string text;
  for (const auto& error : mapped.errors) text += error.where.position + ": " + sentence(error) + "\n";
  for (const auto& record : mapped.drafts) {
    text += shown(record.head);
    for (const auto& line : record.lines) text += shown(line);
  }
  for (const auto& header : mapped.new_columns) text += "new " + header + "\n";
  return text;
}

mapping::MappedDocument mapped(const mapping::Plan& plan, const formats::Page& page) {
  mapping::DocumentContext context;
  context.received = *parse_local_time("2026-03-12 17:00");
  return mapping::map_document(plan, {{"page", &page}}, context);
}

}  // namespace

TEST_CASE("every kind of file gives the same records") {
  const auto compiled = plan();
  const auto expected_file = folder() / "weekly" / "expected.txt";
  CHECK(kinds().size() == 13);
  for (const auto& file : kinds()) {
    INFO(file.filename().string());
    formats::PageOptions options;
    options.part = "page";
    const auto page = mapping::decode_part(*compiled, read_file(file), options);
    if (!page) UNSCOPED_INFO(sentence(page.error()));
    REQUIRE(page);
    const auto got = shown(mapped(*compiled, *page));
    if (std::getenv("CALLOFF_UPDATE")) std::ofstream(expected_file, std::ios::binary) << got;
    CHECK(got == read_file(expected_file));
  }
}

TEST_CASE("what a file is called does not matter: the kinds are told apart by their bytes") {
  const std::map<std::string, std::string> expected{{"biff8.xls", "biff"},
                                                    {"biff8_unmerged.xls", "biff"},
                                                    {"comma.csv", "separated_text"},
                                                    {"html.xls", "html"},
                                                    {"mhtml.xls", "mhtml"},
                                                    {"mhtml_base64.xls", "mhtml"},
                                                    {"renamed_xlsx.xls", "xlsx"},
                                                    {"semicolon.csv", "separated_text"},
                                                    {"tab_gbk.xls", "separated_text"},
                                                    {"tab_utf16.xls", "separated_text"},
                                                    {"tab_utf8.xls", "separated_text"},
                                                    {"xlsx.xlsx", "xlsx"},
                                                    {"xml_2003.xls", "xml_2003"}};
  std::map<std::string, std::string> got;
  for (const auto& file : kinds())
    if (const auto page = formats::decode_table_document(read_file(file), {}))
      got[file.filename().string()] = to_string(page->kind);
  CHECK(got == expected);
}

TEST_CASE("a quantity stands where its locator says: in the bytes, or in the cell of that name") {
  const auto compiled = plan();
  for (const auto& file : kinds()) {
    INFO(file.filename().string());
    const auto bytes = read_file(file);
    const auto page = mapping::decode_part(*compiled, bytes, {});
    REQUIRE(page);
    const auto document = mapped(*compiled, *page);
    REQUIRE(document.drafts.size() == 1);
    const auto& line = document.drafts[0].lines.at(0);
    const auto& locator = *line.find("line.qty")->locator;
    REQUIRE(line.text("line.part_no") == "00912345");
    if (page->kind == formats::PageKind::biff || page->kind == formats::PageKind::xlsx) {
      CHECK(locator.length == 0);
      CHECK(locator.position == "周计划!H9");
    } else if (file.filename() != "mhtml_base64.xls" && file.filename() != "tab_utf16.xls") {
      CHECK(bytes.substr(locator.offset, locator.length) == "240");
    } else {
      CHECK(locator.length > 0);
      CHECK(locator.offset + locator.length < bytes.size());
    }
  }
}

TEST_CASE("a cell that can not be read is named as the person who opens the file finds it") {
  struct Case {
    const char *file, *from, *to, *read, *position;
  };
  const auto c = GENERATE(Case{"comma.csv", ",1.25,", ",\"1,2x\",", "1,2x", "row 10, column 8"},
                          Case{"xml_2003.xls", "Number\">1.25<", "String\">1.2x<", "1.2x", "周计划!H10"},
                          Case{"html.xls", ">1.25<", ">1.2x<", "1.2x", "table wdfDetailTab, row 2, column 本周/03/16"});
  auto bytes = read_file(folder() / "weekly" / c.file);
  const auto at = bytes.find(c.from);
  REQUIRE(at != bytes.npos);
  bytes.replace(at, std::string(c.from).size(), c.to);
  const auto compiled = plan();
  const auto page = mapping::decode_part(*compiled, bytes, {});
  REQUIRE(page);
  const auto document = mapped(*compiled, *page);
  REQUIRE(document.errors.size() == 1);
  INFO(sentence(document.errors[0]));
  CHECK(document.errors[0].code == "map/bad_quantity");
  CHECK(document.errors[0].where.position == c.position);
  REQUIRE(document.errors[0].where.offset);
  CHECK(bytes.substr(*document.errors[0].where.offset, 4) == std::string(c.read));
}
