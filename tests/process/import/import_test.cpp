// Files that people bring, with the real program: told apart, tried, taken in once, judged like any page.
#include <boost/json.hpp>
#include <fstream>
#include <map>

#include "store/archive.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/process/json_schema.hpp"
#include "support/process/site.hpp"

using namespace calloff::test;
using namespace calloff::test::process;

namespace {

void write_file(const std::filesystem::path& path, const std::string& bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string read_file(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

/// Every sheet's page that was polled, saved as a browser would: `1.html`, `2.html` ...
std::size_t save_pages(const Site& site, const std::filesystem::path& folder) {
  const calloff::store::Archive archive(site.data() / "archive");
  std::size_t saved = 0;
  archive.each([&](const std::string& hash) {
    const auto bytes = archive.get(hash).value();
    if (bytes.find("table_double_head") == bytes.npos || !bytes.starts_with("<")) return;
    write_file(folder / (std::to_string(++saved) + ".html"), bytes);
  });
  return saved;
}

std::vector<std::string> importing(const std::vector<std::string>& more) {
  std::vector<std::string> words{"import", "--customer", "sgm", "--feed", "daily"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

/// Which outcome how often.
std::map<std::string, int> outcomes(const Ended& ended) {
  std::map<std::string, int> counts;
  const auto rows = boost::json::parse(ended.out).as_array();
  for (const auto& row : rows) ++counts[text_of(row, "outcome")];
  return counts;
}

/// Rows without what an import changes by its nature.
boost::json::array figures(const Site& site) {
  auto rows = schedule_of(site);
  for (auto& row : rows) row.as_object().erase("channel");
  return rows;
}

std::string case_file(const std::string& name) { return (source_folder() / "fixtures/customers/sgm" / name).string(); }

}  // namespace

TEST_CASE("what was polled and is brought again changes nothing; brought alone it gives the same schedule") {
  Portal portal;
  Site polled(portal.url()), brought(portal.url());
  TemporaryFolder saved;
  // The second poll sees that the first one has opened the sheets, as their own pages say.
  for (int poll = 0; poll < 2; ++poll) REQUIRE(polled.calloff({"fetch", "--feed", "daily"}).exit == 0);
  const auto pages = int(save_pages(polled, saved.path() / "pages"));
  REQUIRE(pages > 3);
  const auto before = schedule_of(polled);

  const auto again = polled.calloff(importing({(saved.path() / "pages").string(), "-o", "json"}));
  INFO(again.out << again.err);
  CHECK(again.exit == 0);
  CHECK(outcomes(again) == std::map<std::string, int>{{"unchanged", pages}});
  CHECK(schedule_of(polled) == before);

  const auto first = brought.calloff(importing({(saved.path() / "pages").string(), "-o", "json"}));
  INFO(first.out << first.err);
  CHECK(first.exit == 0);
  // A sheet whose page was polled twice is there twice.
  CHECK(outcomes(first)["published"] > 3);
  CHECK(outcomes(first)["published"] + outcomes(first)["unchanged"] == pages);
  const auto second = brought.calloff(importing({(saved.path() / "pages").string(), "-o", "json"}));
  CHECK(outcomes(second) == std::map<std::string, int>{{"unchanged", pages}});
  CHECK(figures(brought) == figures(polled));
  CHECK(text_of(schedule_of(brought).at(0), "channel") == "file");
  CHECK(text_of(before.at(0), "channel") == "portal");
  CHECK(complaints_of("import", brought.json(importing({(saved.path() / "pages").string()}))) == "");

  const auto run = brought.list({"run", "list"}).at(0);
  const auto shown = brought.json({"run", "show", text_of(run, "run")});
  CHECK(text_of(shown, "adapter") == "import 1");
  CHECK(text_of(shown.at("exchanges").at(0), "url").ends_with(".html"));
  const auto record = text_of(schedule_of(brought).at(0), "record");
  CHECK(brought.json({"explain", record}).at("fields").as_array().size() > 5);

  // A poll after it finds the same and says so.
  const auto fetched = brought.calloff({"fetch", "--feed", "daily", "-o", "json"});
  CHECK(fetched.exit == 0);
  CHECK(figures(brought) == figures(polled));
  CHECK(is_sound(brought));
  CHECK(is_sound(polled));
}

TEST_CASE("one release in thirteen kinds of file is one release") {
  Site site("http://127.0.0.1:1");
  std::filesystem::copy_file(source_folder() / "config/demo/customers/sgm.yaml", site.config() / "customers/sgm.yaml",
                             std::filesystem::copy_options::overwrite_existing);
  std::vector<std::string> words{"import", "--customer", "sgm", "--plant", "JQ", "--feed", "weekly", "-o", "json"};
  int files = 0;
  for (const auto& file : std::filesystem::directory_iterator(source_folder() / "fixtures/formats/sheet/weekly")) {
    if (file.path().extension() == ".txt") continue;
    words.push_back(file.path().string());
    ++files;
  }
  REQUIRE(files == 13);
  const auto imported = site.calloff(words);
  INFO(imported.out << imported.err);
  CHECK(imported.exit == 0);
  CHECK(outcomes(imported) == std::map<std::string, int>{{"published", 1}, {"unchanged", files - 1}});
  const auto releases = site.list({"release", "list"});
  REQUIRE(releases.size() == 1);
  CHECK(text_of(releases[0], "release_no") == "WDF-JQ-202612");
  CHECK(text_of(releases[0], "lines") == "30");
  CHECK(is_sound(site));
}

TEST_CASE("a workbook that lacks one value beside its table is told of that value") {
  Site site("http://127.0.0.1:1");
  std::filesystem::copy_file(source_folder() / "config/demo/customers/sgm.yaml", site.config() / "customers/sgm.yaml",
                             std::filesystem::copy_options::overwrite_existing);
  TemporaryFolder folder;
  auto text = read_file(source_folder() / "fixtures/formats/sheet/weekly/comma.csv");
  const std::string planned = "工厂,JQ,";
  REQUIRE(text.find(planned) != text.npos);
  text.erase(text.find(planned), planned.size());
  write_file(folder.path() / "release.csv", text);
  const auto refused = site.calloff({"import", "--customer", "sgm", "--plant", "JQ", "--feed", "weekly",
                                     (folder.path() / "release.csv").string(), "--dry-run"});
  CHECK(refused.exit != 0);
  CHECK(refused.err.find("release.csv") != std::string::npos);
  CHECK(refused.err.find("工厂") != std::string::npos);
  CHECK(refused.err.find("weekly_file.yaml:") != std::string::npos);
}

TEST_CASE("a dry run prints the records and every mistake with its place, and needs no data folder") {
  Site site("http://127.0.0.1:1");
  const auto tried = site.calloff(importing(
      {"--dry-run", "-o", "json", case_file("daily_unread/detail.html"), case_file("daily_unread/row.html")}));
  INFO(tried.out << tried.err);
  CHECK(tried.exit == 0);
  const auto rows = boost::json::parse(tried.out).as_array();
  REQUIRE(rows.size() == 1);
  CHECK(complaints_of("import", rows) == "");
  CHECK(text_of(rows[0], "outcome") == "would be published");
  const auto& record = rows[0].at("found").at(0);
  CHECK(text_of(record, "pus_no") == text_of(rows[0], "entry"));
  CHECK(!record.at("lines").as_array().empty());

  const auto wrong = site.calloff(
      importing({"--dry-run", case_file("daily_unknown_unit/detail.html"), case_file("daily_unknown_unit/row.html")}));
  INFO(wrong.out << wrong.err);
  CHECK(wrong.exit == 1);
  CHECK(wrong.err.find("daily_unknown_unit/detail.html") != std::string::npos);
  CHECK(wrong.err.find("byte ") != std::string::npos);
  CHECK(wrong.err.find("mappings/customers/sgm/daily") != std::string::npos);
  CHECK(!std::filesystem::exists(site.data()));
}

TEST_CASE("one bad file never stops the others") {
  Site site("http://127.0.0.1:1");
  TemporaryFolder folder;
  write_file(folder.path() / "a.html", read_file(case_file("daily_unread/detail.html")));
  write_file(folder.path() / "b.html", "<html><p>404</p></html>");
  write_file(folder.path() / "empty.html", "");
  const auto done = site.calloff(importing({folder.path().string(), "/no/such/file", "-o", "json"}));
  INFO(done.out << done.err);
  CHECK(done.exit == 5);
  CHECK(outcomes(done) == std::map<std::string, int>{{"published", 1}, {"refused", 2}});
  CHECK(done.err.find("/no/such/file cannot be read") != std::string::npos);
  CHECK(done.err.find("b.html") != std::string::npos);
  CHECK(schedule_of(site).size() > 0);
  CHECK(site.calloff(importing({"/no/such/file"})).exit == 1);
  CHECK(site.calloff(importing({})).exit == 2);
  CHECK(site.calloff(importing({case_file("daily_unread/detail.html"), "--plant", "XX"})).exit == 2);
  CHECK(site.calloff(importing({"--part", "nothing=" + case_file("daily_unread/detail.html")})).exit == 2);
  CHECK(site.calloff(importing({(folder.path() / "b.html").string()})).exit == 1);
}

TEST_CASE("a part that is missing is named") {
  Site site("http://127.0.0.1:1");
  const auto alone = site.calloff(importing({"--dry-run", case_file("daily_unread/row.html")}));
  INFO(alone.err);
  CHECK(alone.exit == 1);
  CHECK(alone.err.find("part 'detail' is missing") != std::string::npos);
  const auto named = site.calloff(importing({"--dry-run", "--part", "row=" + case_file("daily_unread/row.html"),
                                             "--part", "detail=" + case_file("daily_unread/detail.html")}));
  INFO(named.err);
  CHECK(named.exit == 0);
}

TEST_CASE("brought to a running gateway, as large as it may be") {
  Portal portal;
  Site site(portal.url());
  site.now.clear();
  TemporaryFolder folder;
  write_file(folder.path() / "sheet.html", read_file(case_file("daily_unread/detail.html")));
  write_file(folder.path() / "big.html", std::string(20u << 20, ' '));
  const auto serving = site.serve();
  const auto done = site.calloff(importing({folder.path().string(), "-o", "json"}));
  INFO(done.out << done.err);
  CHECK(done.exit == 5);
  CHECK(outcomes(done) == std::map<std::string, int>{{"published", 1}, {"refused", 1}});
  write_file(folder.path() / "huge.html", std::string(50u << 20, ' '));
  const auto refused = site.calloff(importing({folder.path().string()}));
  CHECK(refused.exit == 1);
  CHECK(refused.err.find("at most 64 MB") != std::string::npos);
}
