// A second customer on the same portal software, in English: the adapter's own shared object, its words and mappings
// from YAML alone. What is read of it is what the portal's own books hold.
#include <algorithm>
#include <map>

#include "inbound/decode.hpp"
#include "mapping/load.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/portal/adapter_bench.hpp"

using namespace calloff;
using namespace calloff::test;

namespace {

settings::Account novara() {
  auto loaded = settings::load_configuration(source_folder() / "config");
  for (const auto& customer : loaded.configuration.customers)
    if (customer.customer == "novara") return customer.accounts.front();
  throw std::runtime_error("config/customers/novara.yaml is not read");
}

AdapterBench novara_bench() { return AdapterBench(found_adapter("sgm_eschedule"), "NM", novara()); }

/// The documents of a feed as records.
std::vector<model::Record> records_of(AdapterBench& bench, const std::string& feed) {
  const auto loaded = mapping::load_mapping((source_folder() / "mappings").string(), "customers/novara/" + feed);
  for (const auto& error : loaded.errors) UNSCOPED_INFO(sentence(error));
  REQUIRE(loaded.plan);
  const auto listing = bench.list(feed);
  REQUIRE(listing);
  std::vector<model::Record> records;
  for (const auto& entry : listing->entries) {
    const auto document = bench.fetch(feed, entry);
    REQUIRE(document);
    std::vector<inbound::PartBytes> parts;
    for (const auto& part : document->parts) parts.push_back({part.name, part.content_type, part.bytes});
    const mapping::DocumentContext context{entry.id, "NM", feed, local_time(bench.clock().now(), "Asia/Shanghai")};
    auto understood = inbound::understand(*loaded.plan, parts, context, {"novara", "NM", feed, "D-1", ""}, {});
    for (const auto& error : understood.errors) FAIL_CHECK(sentence(error));
    CHECK(understood.new_columns == std::vector<std::string>{});
    for (auto& record : understood.records) records.push_back(std::move(record));
  }
  return records;
}

}  // namespace

TEST_CASE("Novara Motors' account fits the adapter's settings") {
  CHECK(settings::check_account(novara(), *found_adapter("sgm_eschedule").manifest->spec()).empty());
}

TEST_CASE("Novara Motors' pick-up sheets are the portal's own") {
  auto bench = novara_bench();
  REQUIRE(bench.open());
  const auto records = records_of(bench, "daily");
  auto sheets = bench.portals().eschedule("NM")->sheets().listed(bench.clock().now());
  REQUIRE(records.size() == sheets.size());
  REQUIRE(records.size() > 20);
  for (const auto* sheet : sheets) {
    INFO(sheet->number);
    const auto found = std::find_if(records.begin(), records.end(), [&](const model::Record& record) {
      return std::get<model::DeliverySchedule>(record).pus_no == sheet->number;
    });
    REQUIRE(found != records.end());
    const auto& read = std::get<model::DeliverySchedule>(*found);
    CHECK(read.plant == "NM");
    CHECK(read.supplier_duns == "548210937");
    CHECK(read.pickup == local_time(sheet->pickup, "Asia/Shanghai"));
    const auto to_the_minute = std::chrono::floor<std::chrono::minutes>(sheet->published);
    CHECK(read.published == local_time(to_the_minute, "Asia/Shanghai"));
    REQUIRE(read.lines.size() == sheet->lines.size());
    for (std::size_t i = 0; i < read.lines.size(); ++i) {
      CHECK(read.lines[i].part_no == sheet->lines[i].part->number);
      CHECK(to_string(read.lines[i].required) == std::to_string(sheet->lines[i].required));
      CHECK((read.lines[i].uom == "C62" || read.lines[i].uom == "SET"));
    }
  }
  CHECK(bench.close());
}

TEST_CASE("Novara Motors' weekly releases are the portal's own") {
  auto bench = novara_bench();
  REQUIRE(bench.open());
  const auto records = records_of(bench, "weekly");
  auto releases = bench.portals().eschedule("NM")->releases().listed(bench.clock().now());
  REQUIRE(!releases.empty());
  REQUIRE(records.size() == releases.size());
  for (const auto* release : releases) {
    INFO(release->number << "/" << release->version);
    const auto found = std::find_if(records.begin(), records.end(), [&](const model::Record& record) {
      const auto& read = std::get<model::ForecastRelease>(record);
      return read.release_no == release->number && read.revision == std::to_string(release->version);
    });
    REQUIRE(found != records.end());
    const auto& read = std::get<model::ForecastRelease>(*found);
    CHECK(read.plant == "NM");
    CHECK(read.supplier_duns == "548210937");
    CHECK(read.horizon_from == release->first_day);
    CHECK(read.horizon_to == release->last_day());
    std::map<std::string, std::string> expected, got;
    for (const auto& line : release->lines) {
      const auto add = [&](model::Bucket bucket, LocalDate start, const std::optional<int>& quantity) {
        if (quantity)
          expected[std::string(line.part->number) + " " + std::string(line.dock) + " " +
                   std::string(model::to_string(bucket)) + " " + to_string(start)] = std::to_string(*quantity);
      };
      for (std::size_t i = 0; i < line.days.size(); ++i)
        add(model::Bucket::day, add_days(release->first_day, int(i)), line.days[i]);
      for (std::size_t i = 0; i < line.weeks.size(); ++i) add(model::Bucket::week, release->week(i), line.weeks[i]);
      for (std::size_t i = 0; i < line.months.size(); ++i) add(model::Bucket::month, release->month(i), line.months[i]);
    }
    for (const auto& line : read.lines)
      got[line.part_no + " " + line.dock + " " + std::string(model::to_string(line.bucket)) + " " +
          to_string(line.bucket_start)] = to_string(line.qty);
    CHECK(got == expected);
  }
}

TEST_CASE("Novara Motors' site says in English what goes wrong, and is understood") {
  struct Fault {
    const char *fault, *step, *code;
  };
  const auto fault = GENERATE(values<Fault>({{"wrong_password_page", "login", "sign_in/rejected"},
                                             {"account_locked", "login", "sign_in/locked"},
                                             {"password_expired", "login", "sign_in/password_expired"},
                                             {"signed_in_elsewhere", "login", "sign_in/in_use"},
                                             {"captcha", "login_page", "sign_in/captcha"},
                                             {"maintenance", "login_page", "page/maintenance"},
                                             {"address_blocked", "login_page", "page/address_blocked"},
                                             {"kicked_out", "list", "sign_in/kicked_out"},
                                             {"session_expired", "weekly_list", "sign_in/session_expired"},
                                             {"empty_without_text", "list", "page/empty_without_proof"},
                                             {"notice_before_menu", "login", "ok"}}));
  INFO(fault.fault);
  auto bench = novara_bench();
  bench.arm(fault.fault, fault.step, 0);
  const auto opened = bench.open();
  const auto weekly = opened ? bench.list("weekly") : Result<adapter_api::Listing>(opened.error());
  const auto daily = weekly ? bench.list("daily") : Result<adapter_api::Listing>(weekly.error());
  CHECK((daily ? "ok" : daily.error().code) == fault.code);
}
