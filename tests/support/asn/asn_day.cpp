#include "support/asn/asn_day.hpp"

#include "store/delivery_schedules.hpp"
#include "store/documents.hpp"
#include "store/runs.hpp"
#include "store/service_orders.hpp"
#include "support/asn/run_task.hpp"

namespace calloff::test {

using namespace std::chrono_literals;
using asn::Phase;

namespace {

const model::Actor kClerk{"li", {}, {}};
const std::string kCustomer = "sim";
constexpr auto kTrouble = 3h;  ///< how long calls fail and processes die
constexpr auto kEnd = 72h;

model::ServiceOrder order() {
  model::ServiceOrder order;
  order.source = {kCustomer, "", "orders", "", "m"};
  order.order_no = "OE1";
  order.warehouse = "W1";
  for (int n = 1; n <= 3; ++n) {
    model::ServiceOrderLine line;
    line.line_no = std::to_string(n * 10);
    line.warehouse = "W1";
    line.part_no = "2410700" + std::to_string(n);
    line.uom = "C62";
    line.ordered = line.open = Decimal::whole(500);
    order.lines.push_back(line);
  }
  return order;
}

}  // namespace

AsnDay::AsnDay(DayOptions options, std::filesystem::path dir)
    : options_(options), dice_(options.seed), clock_(*parse_instant("2026-03-11T01:00:00Z")), portal_(clock_, dice_) {
  auto opened = store::Store::open(std::move(dir), store::Mode::write, clock_);
  kept_ = std::move(opened.value());
  store_ = std::make_unique<CrashingStore>(*kept_);
  service_ = std::make_unique<asn::AsnService>(*store_, clock_, *this, portal_);
  portal_.counts_at_once = dice_.percent(70);
}

AsnDay::~AsnDay() = default;

Result<asn::Channel> AsnDay::channel(std::string_view) const {
  asn::Channel channel;
  channel.rules.sid_pattern = "SIM{yymmdd}{seq:4}";
  channel.rules.orders_feed = "orders";
  channel.rules.words = {{"草稿"}, {"已提交"}, {"已收货"}, {"已取消"}};
  channel.zone = "Asia/Shanghai";
  channel.resend = options_.resend;
  channel.settle = 6min;
  channel.encode = encode_plain;
  return channel;
}

void AsnDay::prepare_orders() {
  const auto page = kept_->archive().put("orders page");
  const auto put = kept_->write_now("test/orders", [&](store::Writer& writer) -> Result<void> {
    const auto run = store::start_run(writer, {.id = {},
                                               .adapter = "fake",
                                               .adapter_version = "1",
                                               .customer = kCustomer,
                                               .plant = {},
                                               .feed = "orders",
                                               .account = "omx",
                                               .planned = {},
                                               .started = clock_.now(),
                                               .ended = {},
                                               .outcome = {},
                                               .cause = {},
                                               .exchanges_pruned = {}});
    auto sheet = order();
    const auto document = store::put_document(writer, kept_->archive(), {kCustomer, "", "orders"}, "OE1", "1", run,
                                              {{"page", "text/html", *page}});
    if (!document) return document.error();
    sheet.source.document = document->id;
    const auto counts = store::put_service_order(writer, sheet, store::next_commit(writer, run));
    if (!counts) return counts.error();
    return {};
  });
  if (!put) result_.violations.push_back("setup: " + sentence(put.error()));
  for (int n = 1; n <= 3; ++n) portal_.ordered["OE1/" + std::to_string(n * 10)] = 500;
}

void AsnDay::start_again() {
  store_ = std::make_unique<CrashingStore>(*kept_);
  service_ = std::make_unique<asn::AsnService>(*store_, clock_, *this, portal_);
  const auto recovered = run_for(service_->recover());
  if (!recovered) result_.violations.push_back("recover: " + sentence(recovered.error()));
}

bool AsnDay::survive(boost::asio::awaitable<void> coroutine) {
  if (portal_.is_crashing && dice_.percent(35)) store_->crash_at(1 + dice_.roll(6));
  try {
    run(std::move(coroutine));
    store_->stay_alive();
    return true;
  } catch (const Crash& crash) {
    result_.crashes.push_back(crash.at);
    clock_.advance(std::chrono::seconds(dice_.roll(300)));
    start_again();
    return false;
  }
}

namespace {

boost::asio::awaitable<void> new_and_send(asn::AsnService& service, asn::DraftRequest request, std::string& error) {
  const auto draft = co_await service.draft(kClerk, std::move(request));
  if (!draft) {
    error = sentence(draft.error());
    co_return;
  }
  const auto sent = co_await service.send(kClerk, draft->record.id);
  if (!sent) error = sentence(sent.error());
}

boost::asio::awaitable<void> send_again(asn::AsnService& service, std::string asn) {
  co_await service.send(kClerk, std::move(asn));
}

boost::asio::awaitable<void> run_due(asn::AsnService& service) { co_await service.run_due(kCustomer); }

boost::asio::awaitable<void> decide(asn::AsnService& service, std::string asn, asn::Decide::Choice choice,
                                    std::string reference) {
  co_await service.decide(kClerk, std::move(asn), choice, std::move(reference));
}

boost::asio::awaitable<void> cancel(asn::AsnService& service, std::string asn) {
  co_await service.cancel(kClerk, std::move(asn), "changed");
}

asn::DraftRequest request(int line, int qty) {
  asn::DraftRequest r;
  r.customer = kCustomer;
  r.order_no = "OE1";
  r.lines = {{std::to_string(line * 10), "", Decimal::whole(qty)}};
  return r;
}

}  // namespace

void AsnDay::send_first_one() {
  std::string error;
  run(new_and_send(*service_, request(1, 1), error));
  for (int i = 0; i < 5; ++i) {
    run(run_due(*service_));
    clock_.advance(5min);
  }
  if (!error.empty()) result_.violations.push_back("first: " + error);
}

void AsnDay::send_some() {
  for (int i = 0; i < options_.asns; ++i) {
    std::string error;
    // Lines of one order are shared: an ASN whose outcome is unknown keeps others off its line, which is no violation.
    survive(new_and_send(*service_, request(1 + i % 3, 10 + i), error));
    clock_.advance(std::chrono::seconds(dice_.roll(120)));
  }
}

std::vector<asn::AsnView> AsnDay::all() {
  return *kept_->read_now([](store::Reader& reader) -> Result<std::vector<asn::AsnView>> {
    std::vector<asn::AsnView> views;
    for (const auto& record : store::list_asns(reader, {})) views.push_back(*asn::read_view(reader, record.id));
    return views;
  });
}

// Looks into the portal and does what the sentences say: submits a draft, cancels the surplus, then decides.
void AsnDay::decide_as_person(const asn::AsnView& view) {
  Held* keep = nullptr;
  for (auto& held : portal_.truth()) {
    if (held.sid != view.record.notice.shipment_id || held.state == "已取消") continue;
    if (keep && keep->state != "草稿") {
      held.state = "已取消";
      continue;
    }
    if (keep) keep->state = "已取消";
    keep = &held;
  }
  ++result_.decisions;
  if (keep && keep->state == "草稿") {
    keep->state = "已提交";
    keep->by_hand = true;
  }
  if (keep)
    survive(decide(*service_, view.record.id, asn::Decide::Choice::found, keep->number));
  else
    survive(decide(*service_, view.record.id,
                   dice_.percent(50) ? asn::Decide::Choice::absent : asn::Decide::Choice::abandon, ""));
}

void AsnDay::act_as_person() {
  for (const auto& view : all()) {
    const auto since = asn::to_state(view.record)->since;
    const bool is_stuck = view.phase == Phase::held || (view.phase == Phase::unknown && clock_.now() - since > 6h);
    if (is_stuck)
      decide_as_person(view);
    else if (view.phase == Phase::draft || view.phase == Phase::ready)
      survive(send_again(*service_, view.record.id));
    else if (view.phase == Phase::not_sent && !asn::to_state(view.record)->act_at)
      survive(cancel(*service_, view.record.id));
    else if (portal_.is_crashing && dice_.percent(2))
      survive(cancel(*service_, view.record.id));
  }
}

void AsnDay::pass_time() {
  const auto start = clock_.now();
  while (clock_.now() < start + kEnd) {
    const bool is_trouble = clock_.now() < start + kTrouble;
    portal_.fault_percent = is_trouble ? options_.fault_percent : 0;
    portal_.is_crashing = is_trouble && options_.has_crashes;
    survive(run_due(*service_));
    act_as_person();
    const auto next = run_for(service_->next_due(kCustomer));
    if (!next || !*next) break;
    clock_.advance_to(std::min(std::max(**next, clock_.now() + 1s), clock_.now() + 1h));
  }
}

DayResult AsnDay::live() {
  prepare_orders();
  if (options_.has_control) send_first_one();
  portal_.is_crashing = options_.has_crashes;
  portal_.fault_percent = options_.fault_percent;
  send_some();
  pass_time();
  const auto views = all();
  for (auto& broken : broken_promises(*kept_, portal_.truth(), views)) result_.violations.push_back(std::move(broken));
  if (portal_.breaches > 0) result_.violations.push_back("submitted while the wire was closed");
  for (const auto& view : views) {
    ++result_.ended[view.phase];
    result_.resends += std::max(0, view.record.attempts - 1);
    const bool is_over = !view.record.is_open || view.phase == Phase::draft;
    if (!is_over) result_.violations.push_back(view.record.id + " is still " + view.record.state);
  }
  return std::move(result_);
}

}  // namespace calloff::test
