// `export schedule`: what it writes is what `schedule show` prints, and a real spreadsheet program reads it so.
#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "base/quantity.hpp"
#include "present/workbook.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/process/site.hpp"

using namespace calloff;
using namespace calloff::test;
using namespace calloff::test::process;
namespace fs = std::filesystem;

namespace {

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// is_text: it stood in quotes; of what the spreadsheet program writes those are texts, all others values
struct Field {
  std::string text;
  bool is_text = false;
  bool operator==(const Field&) const = default;
};
using Fields = std::vector<std::vector<Field>>;

std::ostream& operator<<(std::ostream& out, const Field& field) {
  return out << (field.is_text ? "text " : "value ") << field.text;
}

/// RFC 4180, with line ends of either kind.
Fields fields_of(const std::string& csv) {
  Fields rows(1);
  rows.back().emplace_back();
  bool is_quoted = false;
  for (std::size_t at = 0; at < csv.size(); ++at) {
    auto& field = rows.back().back();
    if (is_quoted && csv[at] == '"' && csv.substr(at, 2) == "\"\"") {
      field.text += csv[++at];
    } else if (csv[at] == '"') {
      is_quoted = !is_quoted;
      field.is_text = true;
    } else if (is_quoted || (csv[at] != ',' && csv[at] != '\n' && csv[at] != '\r')) {
      field.text += csv[at];
    } else if (csv[at] == ',') {
      rows.back().emplace_back();
    } else if (csv[at] == '\n') {
      rows.emplace_back().emplace_back();
    }
  }
  rows.pop_back();  // behind the last line's end
  return rows;
}

/// The demo's three plants, each with what its feeds bring: sheets, and for two of them a release.
struct Planner {
  Planner() : site(portal.url()) {
    fs::copy_file(source_folder() / "config/demo/customers/sgm.yaml", site.config() / "customers/sgm.yaml",
                  fs::copy_options::overwrite_existing);
    for (const std::string plant : {"DY", "NS"}) {
      site.environment["CALLOFF_DEMO_" + plant + "_USER"] = "SIM-" + plant;
      site.environment["CALLOFF_DEMO_" + plant + "_PASSWORD"] = plant == "DY" ? "sim-dy-2026" : "sim-ns-2026";
    }
    REQUIRE(site.calloff({"fetch"}).exit == 0);
  }

  /// The file that it wrote, without complaint.
  fs::path written(const std::string& name, std::vector<std::string> words) const {
    const auto file = folder.path() / name;
    words.insert(words.begin(), {"export", "schedule", "--file", file.string()});
    const auto ended = site.calloff(words);
    INFO(ended.err);
    REQUIRE(ended.exit == 0);
    CHECK(ended.out.empty());
    CHECK(ended.err.ends_with(file.string() + " written\n"));
    return file;
  }

  std::string printed(std::vector<std::string> words) const {
    words.insert(words.begin(), {"schedule", "show", "-o", "csv"});
    const auto ended = site.calloff(words);
    REQUIRE(ended.exit == 0);
    return ended.out;
  }

  TemporaryFolder folder;
  Portal portal;
  Site site;
};

/// Workbooks as LibreOffice reads them, sheet by sheet, with the cells as it shows them.
class Opened {
 public:
  explicit Opened(const std::vector<fs::path>& workbooks) {
    INFO("LibreOffice is missing; ./dev test installs it: libreoffice-calc-nogui (cmake/packages.txt)");
    REQUIRE(fs::exists(kProgram));
    // Separator, quote, UTF-8, from the first line; text quoted, as shown, no formulas; every sheet.
    const std::string filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,true,false,false,-1";
    Start start{kProgram,
                {"-env:UserInstallation=file://" + (folder_.path() / "profile").string(), "--headless", "--convert-to",
                 filter, "--outdir", folder_.path().string()},
                {{"HOME", folder_.path().string()}, {"LC_ALL", "C.UTF-8"}},
                {},
                {}};
    for (const auto& workbook : workbooks) start.arguments.push_back(workbook.string());
    const auto ended = run(start);
    INFO(ended.out << ended.err);
    REQUIRE(ended.exit == 0);
  }

  Fields sheet(const std::string& workbook, const std::string& name) const {
    const auto file = folder_.path() / (workbook + "-" + name + ".csv");
    INFO(file);
    REQUIRE(fs::exists(file));
    return fields_of(bytes_of(file));
  }

 private:
  static constexpr const char* kProgram = "/usr/bin/soffice";
  TemporaryFolder folder_;
};

/// How the field of a column of `schedule show -o csv` must look in a spreadsheet.
Field shown(const std::string& column, std::string text) {
  static const std::set<std::string> values{"date", "until", "qty", "qty_required", "qty_shipped", "revision"};
  if (column == "complete") return {text == "yes" ? "TRUE" : "FALSE", false};
  const bool is_text = !text.empty() && !values.contains(column);
  return {std::move(text), is_text};
}

Fields shown(const Fields& printed) {
  Fields rows = printed;
  for (auto& heading : rows.at(0)) heading.is_text = true;
  for (std::size_t r = 1; r < rows.size(); ++r)
    for (std::size_t c = 0; c < rows[r].size(); ++c) rows[r][c] = shown(rows[0].at(c).text, rows[r][c].text);
  return rows;
}

using Sums = std::map<std::string, std::int64_t>;  // thousandths

void add(Sums& sums, const std::string& key, const Field& figure) {
  if (!figure.text.empty()) sums[key] += parse_decimal(figure.text).value().thousandths;
}

constexpr std::size_t kPart = 3, kUom = 5, kPartColumns = 6;

/// What the rows of a grid add up to, by unit and bucket: those of totals, or all others.
Sums sums_of(const Fields& grid, bool of_totals) {
  Sums sums;
  for (std::size_t r = 1; r < grid.size(); ++r)
    for (std::size_t c = kPartColumns; c < grid[r].size(); ++c)
      if ((grid[r][kPart].text == "TOTAL") == of_totals)
        add(sums, grid[r][kUom].text + " " + grid[0].at(c).text, grid[r][c]);
  return sums;
}

/// All that counts of the rows, by unit.
Sums counted(const Fields& data) {
  std::map<std::string, std::size_t> at;
  for (std::size_t c = 0; c < data.at(0).size(); ++c) at[data[0][c].text] = c;
  Sums sums;
  for (std::size_t r = 1; r < data.size(); ++r) {
    const auto& row = data[r];
    const bool is_seen_only = row[at["source"]].text == "call_off" && row[at["complete"]].text == "FALSE";
    if (!is_seen_only) add(sums, row[at["uom"]].text, row[at["qty"]]);
  }
  return sums;
}

Sums by_unit(const Sums& sums) {
  Sums all;
  for (const auto& [key, sum] : sums) all[key.substr(0, key.find(' '))] += sum;
  return all;
}

/// Texts that a spreadsheet program would make something else of.
present::Listing tricky() {
  auto row = present::Value::object();
  for (const char* text : {"00123", "=1+1", "+A1", "@x", "-1+cmd|' /C calc'!A0", "1E5", "2026-03-10", "01/02", "TRUE",
                           "https://portal.example/", "say \"左\", 𠮷"})
    row.add("t" + std::to_string(row.members.size()), text);
  present::Listing listing;
  for (const auto& [name, value] : row.members) listing.columns.push_back({name, name});
  listing.rows = {row};
  return listing;
}

}  // namespace

TEST_CASE("a spreadsheet program shows the schedule as it is printed") {
  const Planner planner;
  const auto all = planner.written("all.xlsx", {"--to", "xlsx", "--all"});
  const auto none = planner.written("none.xlsx", {"--to", "xlsx", "--part", "nothing*"});
  const auto texts = planner.folder.path() / "texts.xlsx";
  REQUIRE(present::write_workbook(texts, {{"Data", tricky()}}));
  const Opened opened({all, none, texts});

  const auto printed = fields_of(planner.printed({"--all"}));
  const auto data = opened.sheet("all", "Data");
  REQUIRE(printed.size() > 500);
  REQUIRE(data.size() == printed.size());
  const auto wanted = shown(printed);
  for (std::size_t r = 0; r < data.size(); ++r) {
    INFO("row " << r + 1);
    REQUIRE(data[r] == wanted[r]);
  }
  CHECK(data[1][kPart].text.front() == '0');

  const auto grid = opened.sheet("all", "Grid");
  const auto totals = sums_of(grid, true);
  REQUIRE(totals.size() > 20);
  CHECK(totals == sums_of(grid, false));
  CHECK(by_unit(totals) == counted(data));
  CHECK(by_unit(totals).size() == 2);

  CHECK(opened.sheet("none", "Data") == Fields{wanted[0]});
  CHECK(opened.sheet("none", "Grid").size() == 1);
  const auto seen = opened.sheet("texts", "Data").at(1);
  const auto meant = tricky().rows.at(0);
  REQUIRE(seen.size() == meant.members.size());
  for (std::size_t i = 0; i < seen.size(); ++i) CHECK(seen[i] == Field{meant.members[i].second.text, true});
}

TEST_CASE("csv is what is printed, with the mark for Excel if that is asked for") {
  const Planner planner;
  const std::vector<std::vector<std::string>> asked{
      {}, {"--plant", "NS"}, {"--part", "0172*", "--packs", "--capacity", "--from", "2026-03-11"}, {"--all"}};
  std::string text;
  for (const auto& options : asked) {
    auto words = options;
    words.insert(words.end(), {"--to", "csv"});
    const auto other = std::exchange(text, planner.printed(options));
    CHECK(text != other);
    CHECK(bytes_of(planner.written("rows.csv", words)) == text);
  }
  CHECK(bytes_of(planner.written("rows.csv", {"--all", "--to", "csv", "--bom"})) == "\xEF\xBB\xBF" + text);
  const auto printed = planner.printed({"--to", "2026-03-11"});
  CHECK(bytes_of(planner.written("rows.csv", {"--to", "csv", "--until", "2026-03-11"})) == printed);
  CHECK(std::distance(fs::directory_iterator(planner.folder.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("what cannot be exported is said, and nothing is written") {
  Portal portal;
  Site site(portal.url());
  REQUIRE(site.calloff({"fetch", "--feed", "daily"}).exit == 0);
  const TemporaryFolder folder;
  const auto file = (folder.path() / "schedule.xlsx").string(), beyond = (folder.path() / "none/schedule").string();
  struct Case {
    std::vector<std::string> words;
    int exit;
    std::string says;
  };
  for (const auto& c : {
           Case{{"--to", "pdf", "--file", file}, 2, "--to takes xlsx or csv, not 'pdf'"},
           Case{{"--to", "xlsx"}, 2, "--file is required"},
           Case{{"--file", file}, 2, "--to is required"},
           Case{{"--to", "xlsx", "--file", file, "--pivot", "year"}, 2, "--pivot takes day, week or month, not 'year'"},
           Case{{"--to", "csv", "--file", file, "--from", "soon"}, 2, "--from"},
           Case{{"--to", "csv", "--file", file, "--until", "soon"}, 2, "--until"},
           Case{{"--to", "xlsx", "--file", file, "--as-of", "2026-03-11"}, 2, "2026-03-11"},
           Case{{"--to", "xlsx", "--file", beyond}, 1, beyond + " cannot be written: No such file or directory"},
           Case{{"--to", "csv", "--file", beyond}, 1, beyond + " cannot be written: No such file or directory"},
           Case{{"--to", "csv", "--file", folder.path().string()}, 1, "cannot be written: it is no file"},
       }) {
    auto words = c.words;
    words.insert(words.begin(), {"export", "schedule"});
    const auto ended = site.calloff(words);
    INFO(c.says << ": " << ended.err);
    CHECK(ended.exit == c.exit);
    CHECK(ended.out.empty());
    CHECK(ended.err.starts_with("calloff: "));
    CHECK(ended.err.find(c.says) != std::string::npos);
    CHECK(fs::is_empty(folder.path()));
  }
}
