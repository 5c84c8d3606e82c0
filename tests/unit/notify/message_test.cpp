// What people and programs read: in their language, signed, and as a mail that every server and reader takes.
#include "notify/message.hpp"

#include <boost/json.hpp>
#include <set>

#include "base/base64.hpp"
#include "base/dates.hpp"
#include "base/hmac.hpp"
#include "base/text.hpp"
#include "support/catch.hpp"
#include "support/process/json_schema.hpp"

using namespace calloff;
using namespace calloff::notify;
using What = store::TicketNews::What;
namespace json = boost::json;

namespace {

Instant at(const char* text) { return parse_instant(text).value(); }
const Instant kNow = at("2026-03-10T03:20:00Z");

settings::Configuration configuration() {
  settings::Configuration all;
  settings::CustomerSettings sgm;
  sgm.customer = "sgm";
  settings::Plant plant;
  plant.code = "JQ";
  plant.zone = "Asia/Shanghai";
  sgm.plants.push_back(plant);
  all.customers.push_back(sgm);
  return all;
}

settings::NotifyTarget target(const std::string& language) {
  settings::NotifyTarget one;
  one.name = "planners";
  one.language = language;
  one.from = "calloff@example.com";
  one.to = {"li@example.com", "wang@example.com"};
  return one;
}

Fact fact(What what = What::opened) {
  Fact one{"E-0000000000000041", what, at("2026-03-10T03:12:00Z"), {}};
  auto& ticket = one.ticket;
  ticket.id = 12;
  ticket.reason = {
      Recovery::hold_feed, "page/http_status", {{"status", "502"}}, {"sgm", "JQ", "daily", "D-0123 row", {}, "row 4"}};
  ticket.severity = store::Severity::critical;
  ticket.opened = ticket.since = at("2026-03-10T03:12:00Z");
  ticket.last_seen = at("2026-03-10T03:15:00Z");
  ticket.due = at("2026-03-10T04:12:00Z");
  ticket.count = 3;
  if (what == What::closed) {
    ticket.stored_state = store::TicketState::resolved;
    ticket.closed = at("2026-03-10T03:18:00Z");
    ticket.closed_by = "gateway";
  }
  return one;
}

}  // namespace

TEST_CASE("people read what, where, since when and how often, in their language") {
  const auto en = compose(configuration(), target("en"), {fact()}, kNow);
  CHECK(en.subject.starts_with("critical: new: sgm JQ daily: "));
  CHECK(en.subject.find("502") != std::string::npos);
  for (const auto* part : {"T-000012", "since 2026-03-10T11:12:00+08:00, met 3 times",
                           "to be taken by 2026-03-10T12:12:00+08:00", "calloff exception ack"}) {
    INFO(en.text);
    CHECK(en.text.find(part) != std::string::npos);
  }
  const auto zh = compose(configuration(), target("zh"), {fact()}, kNow);
  CHECK(zh.subject.starts_with("紧急: 新异常: sgm JQ daily: "));
  CHECK(zh.text.find("自 2026-03-10T11:12:00+08:00 起，共 3 次") != std::string::npos);
}

TEST_CASE("the end says how long and how often") {
  auto over = fact(What::closed);
  const auto message = compose(configuration(), target("en"), {over}, kNow);
  CHECK(message.subject.starts_with("critical: over: "));
  CHECK(message.text.find("met 3 times") != std::string::npos);
  CHECK(message.text.find("over since 2026-03-10T11:18:00+08:00, by gateway") != std::string::npos);
  CHECK(message.text.find("to be taken") == std::string::npos);
}

TEST_CASE("several tickets are one message, named after the worst") {
  auto mild = fact();
  mild.ticket.id = 13;
  mild.ticket.severity = store::Severity::warn;
  const auto message = compose(configuration(), target("en"), {mild, fact()}, kNow);
  CHECK(message.subject == "2 tickets, the worst: critical");
  CHECK(message.text.find("T-000013") < message.text.find("T-000012"));
}

TEST_CASE("programs read the schema's JSON") {
  for (const auto& message : {compose(configuration(), target("zh"), {fact(), fact(What::closed)}, kNow),
                              test_message(configuration(), target("en"), "li", kNow)}) {
    const auto body = json::parse(message.json);
    INFO(message.json);
    CHECK(test::process::complaints_of("notification", body) == "");
    CHECK(body.at("message").as_string() == message.id);
    CHECK(body.at("text").as_string() == message.text);
  }
  const auto body = json::parse(compose(configuration(), target("en"), {fact()}, kNow).json);
  CHECK(body.at("test") == false);
  const auto& alert = body.at("alerts").at(0);
  CHECK(alert.at("alert") == "E-0000000000000041");
  CHECK(alert.at("news") == "opened");
  CHECK(alert.at("ticket") == "T-000012");
  CHECK(alert.at("document") == "D-0123");
  CHECK(alert.at("count") == 3);
  CHECK(alert.at("due") == "2026-03-10T12:12:00+08:00");
  CHECK(alert.at("resolved").is_null());
}

TEST_CASE("the same facts to the same target are the same message") {
  std::set<std::string> ids;
  const auto first = compose(configuration(), target("en"), {fact()}, kNow);
  CHECK(compose(configuration(), target("zh"), {fact()}, kNow + std::chrono::hours(1)).id == first.id);
  auto later = fact();
  later.id = "E-0000000000000042";
  auto other = target("en");
  other.name = "office";
  for (const auto& id :
       {first.id, compose(configuration(), target("en"), {later}, kNow).id,
        compose(configuration(), target("en"), {fact(), later}, kNow).id,
        compose(configuration(), other, {fact()}, kNow).id, test_message(configuration(), target("en"), "li", kNow).id})
    CHECK(ids.insert(id).second);
}

TEST_CASE("a signature is over id, time and body, by each key") {
  const auto message = compose(configuration(), target("en"), {fact()}, kNow);
  const auto raw = std::string("a key of thirty-two bytes, as is!");
  const auto headers = signature_of(message, kNow, {raw, "whsec_" + to_base64("another")}).value();
  REQUIRE(headers.size() == 3);
  CHECK(headers[0] == std::pair<std::string, std::string>("webhook-id", message.id));
  CHECK(headers[1] == std::pair<std::string, std::string>("webhook-timestamp", "1773112800"));
  const auto is_signed = message.id + ".1773112800." + message.json;
  CHECK(headers[2].second ==
        "v1," + to_base64(hmac_sha256(raw, is_signed)) + " v1," + to_base64(hmac_sha256("another", is_signed)));
  for (const auto* key : {"whsec_", "whsec_no base64"})
    CHECK(signature_of(message, kNow, {key}).error().code == "notify/bad_key");
}

TEST_CASE("a mail is lines of at most 78 characters, ASCII, and no text of a portal ends a head field") {
  auto strange = fact();
  strange.ticket.reason.args = {
      {"status", "502\r\nBcc: thief@example.com\r\n\r\n交货计划单发布页面无法打开，交货计划单发布页面"}};
  const auto message = compose(configuration(), target("zh"), {strange}, kNow);
  const auto mail = mail_of(target("zh"), message);
  const auto lines = split(mail, '\n');
  for (const auto line : lines) {
    INFO(line);
    CHECK(line.size() <= 78);
    CHECK((line.empty() || line.ends_with('\r')));
    CHECK_FALSE(line.starts_with("Bcc"));
  }
  for (const unsigned char c : mail) CHECK((c == '\r' || c == '\n' || (c >= ' ' && c < 127)));
  CHECK(mail.find("\r\nDate: Tue, 10 Mar 2026 03:20:00 +0000\r\n") != std::string::npos);
  CHECK(mail.find("\r\nMessage-ID: <" + message.id + "@example.com>\r\n") != std::string::npos);
  CHECK(mail.find("\r\nTo: li@example.com,\r\n wang@example.com\r\n") != std::string::npos);
  CHECK(mail.find("\r\nAuto-Submitted: auto-generated\r\n") != std::string::npos);
}
