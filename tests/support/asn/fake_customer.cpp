#include "support/asn/fake_customer.hpp"

#include <algorithm>
#include <sstream>

#include "base/hash.hpp"
#include "support/asn/crashing_store.hpp"

namespace calloff::test {

using namespace std::chrono_literals;
using adapter_api::Outcome;

class FakeSession final : public transport::Session {
 public:
  explicit FakeSession(FakeCustomer& customer) : customer_(customer) {}
  boost::asio::awaitable<transport::Exchange> exchange(transport::Request) override {
    co_return transport::Exchange(Error(Recovery::fix_code, "wire/none"), transport::Departure::nothing);
  }
  std::vector<std::string> cookies() const override { return {}; }
  void restore_cookies(std::vector<std::string>) override {}
  void forget_cookies() override {}
  void allow_writes(bool allowed) override { customer_.is_writing_allowed_ = allowed; }
  void record_to(transport::Recorder) override {}

 private:
  FakeCustomer& customer_;
};

namespace {

class FakeRun final : public adapter_api::Run {
 public:
  FakeRun(transport::Wire& wire, Clock& clock) : wire_(wire), clock_(clock) {}
  const std::string& id() const override { return id_; }
  transport::Wire& wire() override { return wire_; }
  Clock& clock() override { return clock_; }
  std::string setting(std::string_view) const override { return ""; }
  const std::string& plant() const override { return plant_; }
  const std::string& zone() const override { return zone_; }
  Result<std::string> secret(std::string_view) const override { return std::string(); }
  void log(adapter_api::Level, std::string) override {}
  void tell(Error) override {}
  Task<std::string> ask(adapter_api::Challenge) override {
    co_return Error(Recovery::ask_person, "accounts/no_answer");
  }

 private:
  transport::Wire& wire_;
  Clock& clock_;
  std::string id_ = "R-1", plant_, zone_ = "Asia/Shanghai";
};

Error lost(const char* what) { return Error(Recovery::retry, "wire/timed_out", {{"what", what}}); }

adapter_api::Part page(std::string text) { return {"page.html", "text/html", std::move(text)}; }

}  // namespace

Result<asn::Encoded> encode_plain(const model::ShipNotice& notice) {
  std::ostringstream out;
  out << "sid=" << notice.shipment_id << '\n';
  for (const auto& line : notice.lines)
    out << line.order_no << ' ' << line.line_no << ' ' << line.part_no << ' ' << to_string(line.qty) << '\n';
  return asn::Encoded{"text/plain", out.str()};
}

std::vector<adapter_api::SeenLine> decode_plain(const std::string& bytes) {
  std::istringstream in(bytes);
  std::string word, order, line, part, qty;
  std::getline(in, word);
  std::vector<adapter_api::SeenLine> lines;
  while (in >> order >> line >> part >> qty)
    lines.push_back({{{"order_no", order}, {"line_no", line}, {"part_no", part}, {"qty", qty}}});
  return lines;
}

Task<void> FakeCustomer::with_session(std::string, asn::Purpose, asn::SessionWork work) {
  if (goes_wrong()) co_return Error(Recovery::retry, "wire/refused");
  FakeSession session(*this);
  FakeRun run(session, clock_);
  co_return co_await work({*this, run, session});
}

Task<void> FakeCustomer::open(adapter_api::Run&) { co_return Result<void>(); }
Task<void> FakeCustomer::close(adapter_api::Run&) { co_return Result<void>(); }
Task<adapter_api::Listing> FakeCustomer::list(adapter_api::Run&, std::string, adapter_api::DateWindow) {
  co_return adapter_api::Listing{};
}
Task<adapter_api::FetchedDocument> FakeCustomer::fetch(adapter_api::Run&, std::string, adapter_api::Entry) {
  co_return adapter_api::FetchedDocument{};
}

std::deque<Held>& FakeCustomer::truth() {
  settle_late();
  return held_;
}

void FakeCustomer::settle_late() {
  for (auto& late : late_)
    if (late.at <= clock_.now()) create(late.submission, "已提交", 0s).created = late.at;
  std::erase_if(late_, [&](const Late& late) { return late.at <= clock_.now(); });
}

Held& FakeCustomer::create(const adapter_api::Submission& submission, const char* state, std::chrono::seconds hidden) {
  Held held;
  held.number = "ASN" + std::to_string(held_.size() + 1);
  held.sid = submission.key;
  held.body_sha256 = sha256(submission.bytes);
  held.state = state;
  held.lines = decode_plain(submission.bytes);
  held.created = clock_.now();
  held.visible_from = held.created + hidden;
  held_.push_back(std::move(held));
  return held_.back();
}

std::string FakeCustomer::refusal(const adapter_api::Submission& submission) const {
  for (const auto& line : decode_plain(submission.bytes)) {
    const auto key = line.fields.at("order_no") + "/" + line.fields.at("line_no");
    std::int64_t shipped = 0;
    for (const auto& held : held_)
      for (const auto& one : held.lines)
        if (held.state == "已提交" && one.fields.at("order_no") + "/" + one.fields.at("line_no") == key)
          shipped += std::stoll(one.fields.at("qty"));
    const auto found = ordered.find(key);
    if (found == ordered.end() || shipped + std::stoll(line.fields.at("qty")) > found->second)
      return "发货数量超过未发数量";
  }
  return "";
}

adapter_api::Standing FakeCustomer::standing(const std::string& bytes) {
  adapter_api::Standing shipped;
  for (const auto& wanted : decode_plain(bytes)) {
    const auto key = wanted.fields.at("order_no") + "/" + wanted.fields.at("line_no");
    std::int64_t sum = 0;
    for (const auto& held : truth())
      for (const auto& line : held.lines)
        if (held.state == "已提交" && (counts_at_once || held.visible_from <= clock_.now()) &&
            line.fields.at("order_no") + "/" + line.fields.at("line_no") == key)
          sum += std::stoll(line.fields.at("qty"));
    shipped[key] = std::to_string(sum);
  }
  return shipped;
}

Task<adapter_api::Prepared> FakeCustomer::prepare(adapter_api::Run&, adapter_api::Submission submission) {
  if (goes_wrong()) co_return lost("init");
  adapter_api::Prepared prepared;
  prepared.shipped = standing(submission.bytes);
  prepared.submission = std::move(submission);
  prepared.evidence = {page("init form")};
  co_return prepared;
}

boost::asio::awaitable<Outcome> FakeCustomer::submit(adapter_api::Run&, adapter_api::Prepared prepared) {
  const auto& submission = prepared.submission;
  breaches += !is_writing_allowed_;
  settle_late();
  if (is_crashing && dice_.percent(5)) throw Crash{"before the customer had it"};
  const auto refused = refusal(submission);
  if (goes_wrong()) switch (dice_.roll(6)) {
      case 0:
        co_return adapter_api::NotSent{Error(Recovery::retry, "wire/refused")};
      case 1:
        co_return adapter_api::Unknown{lost("before"), {}};
      case 2:
        if (refused.empty()) create(submission, "已提交", dice_.percent(50) ? 180s : 0s);
        co_return adapter_api::Unknown{lost("after"), {page("half a page")}};
      case 3:
        if (refused.empty()) create(submission, "已提交", 0s);
        co_return adapter_api::Unknown{Error(Recovery::retry, "page/error", {{"status", "500"}}), {page("500")}};
      case 4:
        create(submission, "草稿", 0s);
        co_return adapter_api::Unknown{lost("saved"), {}};
      default:
        if (refused.empty()) late_.push_back({submission, clock_.now() + std::chrono::seconds(1 + dice_.roll(120))});
        co_return adapter_api::Unknown{lost("late"), {}};
    }
  if (!refused.empty())
    co_return adapter_api::Refused{Error(Recovery::ask_person, "page/refused", {{"words", refused}}), {page(refused)}};
  const auto& held = create(submission, "已提交", dice_.percent(30) ? 180s : 0s);
  if (is_crashing && dice_.percent(5)) throw Crash{"after the customer had it"};
  co_return adapter_api::Sent{held.number, {page("提交成功 " + held.number)}};
}

Task<adapter_api::Sighting> FakeCustomer::look_up(adapter_api::Run&, adapter_api::Submission submission,
                                                  std::vector<adapter_api::Known> controls) {
  if (goes_wrong()) co_return lost("query");
  adapter_api::Sighting sighting;
  sighting.complete = !goes_wrong();
  for (const auto& held : truth()) {
    if (held.visible_from > clock_.now()) continue;
    if (held.sid == submission.key || held.number == submission.refers_to)
      sighting.matches.push_back({held.number, held.sid, held.state, {}, held.lines});
    const auto is_control = [&](const adapter_api::Known& known) { return known.key == held.sid; };
    if (shows_control && std::any_of(controls.begin(), controls.end(), is_control))
      sighting.controls_seen.push_back(held.sid);
  }
  if (!sighting.complete) sighting.matches.clear();
  sighting.shipped = standing(submission.bytes);
  sighting.evidence = {page("asn list")};
  co_return sighting;
}

}  // namespace calloff::test
