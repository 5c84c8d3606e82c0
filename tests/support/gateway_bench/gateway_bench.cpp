#include "support/gateway_bench/gateway_bench.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdlib>
#include <stdexcept>

#include "accounts/transport_loader.hpp"
#include "app/verb.hpp"
#include "simulator/china_time.hpp"
#include "simulator/credentials.hpp"
#include "store/delivery_schedules.hpp"
#include "store/releases.hpp"
#include "store/service_orders.hpp"
#include "store/states.hpp"
#include "support/gateway_bench/simulated_transport.hpp"
#include "support/net/certificates.hpp"
#include "support/paths.hpp"
#include "support/temporary_folder.hpp"

namespace calloff::test {
namespace {

namespace asio = boost::asio;

/// The sites' accounts as configuration refers to them.
void set_credentials() {
  for (const auto& [site, user, password] : simulator::kCredentials) {
    const auto prefix = "CALLOFF_BENCH_" + std::string(site);
    ::setenv((prefix + "_USER").c_str(), std::string(user).c_str(), 1);
    ::setenv((prefix + "_PASSWORD").c_str(), std::string(password).c_str(), 1);
  }
}

/// Read once: it does not change, and every bench works with it.
const app::Prepared& prepared() {
  static const app::Prepared once = [] {
    set_credentials();
    auto read = app::prepare((source_folder() / "tests/support/gateway_bench/config").string());
    if (!read.errors.empty()) throw std::runtime_error(sentence(read.errors.front()));
    return std::move(read.prepared);
  }();
  return once;
}

template <class T>
T value_of(Result<T> result, const std::string& what) {
  if (!result) throw std::runtime_error(what + ": " + sentence(result.error()));
  return std::move(*result);
}

std::string shown(const std::optional<Decimal>& quantity) { return quantity ? to_string(*quantity) : "-"; }
template <class T>
std::string shown(const std::optional<T>& when) {
  return when ? to_string(*when) : "-";
}

std::string joined(std::initializer_list<std::string> cells) {
  std::string row;
  for (const auto& cell : cells) row += (row.empty() ? "" : " | ") + cell;
  return row;
}

/// Whether somebody has opened a sheet is no demand.
std::string state_of(const store::ScheduleRow& row) {
  return row.state == model::SheetState::read ? "unread" : std::string(model::to_string(row.state));
}

std::string text_of(const store::ScheduleRow& row) {
  const auto& line = row.line;
  return joined({store::to_string(row.feed),
                 row.pus_no,
                 state_of(row),
                 shown(row.published),
                 shown(row.pickup),
                 shown(row.arrival),
                 row.sheet_dock,
                 row.route,
                 row.carrier,
                 line.line_no,
                 line.part_no,
                 line.part_name,
                 to_string(line.required),
                 shown(line.committed),
                 shown(line.shipped),
                 line.uom,
                 shown(line.pack_size),
                 line.pack_code,
                 line.kanban,
                 line.note});
}

std::string text_of(const store::OrderRow& row) {
  const auto& line = row.line;
  return joined({row.order_no, std::string(model::to_string(row.order_state)), shown(row.ordered_on), line.line_no,
                 line.warehouse, line.part_no, to_string(line.ordered), to_string(line.shipped), to_string(line.open),
                 line.uom, shown(line.due)});
}

std::string text_of(const store::ReleaseHead& head) {
  return joined({store::to_string(head.feed), head.name, std::string(store::to_string(head.status)), shown(head.issued),
                 shown(head.horizon_from), shown(head.horizon_to), head.supplier_duns, head.planner,
                 std::to_string(head.lines) + " lines"});
}

std::string text_of(const store::ReleaseHead& head, const model::ForecastLine& line) {
  return joined({store::to_string(head.feed), line.part_no, line.part_name, line.dock, line.uom,
                 to_string(line.bucket_start), std::string(model::to_string(line.bucket)), to_string(line.qty),
                 shown(line.pack_size), shown(line.cum_received), shown(line.past_due)});
}

template <class Rows>
std::vector<std::string> texts_of(const Rows& rows) {
  std::vector<std::string> texts;
  for (const auto& row : rows) texts.push_back(text_of(row));
  return texts;
}

class KeptOutput final : public app::Output {
 public:
  explicit KeptOutput(Said& said) : said_(said) {}
  void out(std::string_view data) override { said_.out += data; }
  void err(std::string_view talk) override { said_.err += talk; }

 private:
  Said& said_;
};

std::shared_ptr<SimulatedWorld> new_world(int sheets) {
  const auto start = march(10, 10);
  simulator::Settings settings;
  settings.start = start;
  settings.sheets_a_day = sheets;
  return std::shared_ptr<SimulatedWorld>(new SimulatedWorld{TestClock(start), simulator::Portals(settings)});
}

}  // namespace

/// Where a bench lives: its folder and the thread's work.
struct GatewayBench::Place {
  TemporaryFolder folder{TemporaryFolder::quick()};
  asio::io_context context{1};
};

/// A server that nobody should talk to, and the real wire to it.
struct GatewayBench::TlsServer {
  Authority authority;
  std::unique_ptr<ScriptedServer> server;
  std::unique_ptr<Clock> clock = system_clock();
};

Instant march(int day, int hour, int minute) {
  return simulator::china_instant(std::chrono::year(2026) / 3 / day,
                                  std::chrono::hours(hour) + std::chrono::minutes(minute));
}

GatewayBench::GatewayBench(int sheets) : GatewayBench(new_world(sheets)) {}

GatewayBench::GatewayBench(std::shared_ptr<SimulatedWorld> world)
    : world_(std::move(world)),
      place_(std::make_unique<Place>()),
      transport_(std::make_shared<SimulatedTransport>(portals(), clock())) {
  open({});
}

void GatewayBench::restart(const app::OpenStore& open_store) {
  gateway_.reset();
  open(open_store);
}

void GatewayBench::open(const app::OpenStore& open_store) {
  const auto executor = place_->context.get_executor();
  auto opened = app::Gateway::open(
      prepared(), place_->folder.path(), clock(),
      [this](const LogLine& line) {
        if (line.level >= LogLevel::warning) warnings_.push_back(line.text);
      },
      {executor, executor, executor}, transport_, open_store);
  gateway_ = value_of(std::move(opened), "the gateway");
}

GatewayBench::~GatewayBench() = default;

void GatewayBench::run_to_end(asio::awaitable<void> operation) {
  auto& context = place_->context;
  context.restart();
  auto work = asio::make_work_guard(context);  // the store answers from its own threads
  std::exception_ptr thrown;
  asio::co_spawn(context, std::move(operation), [&](std::exception_ptr error) {
    thrown = error;
    work.reset();
  });
  context.run();
  if (thrown) std::rethrow_exception(thrown);
}

const inbound::PolledFeed& GatewayBench::feed(const std::string& name) const {
  for (const auto& feed : prepared().feeds)
    if (store::to_string(feed.key) == name) return feed;
  throw std::runtime_error("no feed " + name);
}

store::RunRecord GatewayBench::poll(const std::string& feed) {
  return value_of(run(gateway_->poll(this->feed(feed), std::nullopt)), "poll of " + feed);
}

Said GatewayBench::calloff(std::vector<std::string> words) {
  Said said;
  KeptOutput output(said);
  auto parsed = app::parse_command(words);
  if (parsed.is_finished) return {int(parsed.exit), parsed.text, {}};
  auto& command = parsed.command;
  const auto actor = app::actor_of(0);
  if (command.access == app::Access::write)
    said.exit = int(run(app::run_write_verb(std::move(command), *gateway_, actor, output)));
  else if (command.access == app::Access::read)
    said.exit = int(app::run_read_verb(command, prepared(), gateway_->store(), clock(), actor, output));
  else
    throw std::runtime_error("a verb that needs no gateway: " + command.verb);
  return said;
}

asio::awaitable<std::string> GatewayBench::typed(std::vector<std::string> words, std::string input) {
  Said said;
  KeptOutput output(said);
  auto parsed = app::parse_command(words);
  if (parsed.is_finished) throw std::runtime_error(parsed.text);
  if (!input.empty()) parsed.command.files.push_back({"-", std::move(input)});
  (void)co_await app::run_write_verb(std::move(parsed.command), *gateway_, app::actor_of(0), output);
  co_return said.out + said.err;
}

void GatewayBench::move_to(Instant at) {
  if (at < clock().now()) throw std::runtime_error("time does not go back to " + to_string(at));
  clock().advance(at - clock().now());
}

void GatewayBench::arm(const Wish& wish) {
  if (wish.fault.starts_with("tls_")) return arm_tls(wish.fault);
  const auto* kind = simulator::fault_named(wish.fault);
  const auto step = simulator::step_named(wish.step);
  if (!kind || (wish.step != "any" && !(step && (kind->steps & simulator::bit(*step)))))
    throw std::runtime_error("the simulator has no fault " + wish.fault + " at " + wish.step);
  simulator::ArmedFault armed;
  armed.kind = kind;
  armed.site = wish.site;
  armed.steps = step ? simulator::bit(*step) : kind->steps;
  armed.about = wish.about;
  armed.times = wish.times;
  armed.percent = wish.percent;
  armed.delay = wish.delay;
  portals().faults().arm(armed);
}

void GatewayBench::arm_tls(const std::string& fault) {
  tls_server_ = std::make_unique<TlsServer>();
  auto tls = tls_server_->authority.issue("localhost", fault == "tls_expired" ? Validity::expired : Validity::good);
  tls.is_old = fault == "tls_old";
  tls_server_->server = std::make_unique<ScriptedServer>([](Connection& c) { c.read_request(); }, tls);
  auto loaded =
      accounts::load_transport(accounts::transport_path(), place_->context.get_executor(), *tls_server_->clock);
  transport_->divert(
      {value_of(std::move(loaded), "the transport"), tls_server_->server->url(""), tls_server_->authority.ca_file()});
}

void GatewayBench::clear_faults() {
  portals().faults().clear();
  transport_->end_diversion();
  tls_server_.reset();
}

std::vector<std::string> GatewayBench::schedule() {
  return value_of(gateway_->store().read_now([](store::Reader& r) -> Result<std::vector<std::string>> {
    return texts_of(store::schedule_rows(r, {}));
  }),
                  "schedule");
}

std::vector<std::string> GatewayBench::orders() {
  return value_of(gateway_->store().read_now([](store::Reader& r) -> Result<std::vector<std::string>> {
    return texts_of(store::order_rows(r, {}));
  }),
                  "orders");
}

std::vector<std::string> GatewayBench::releases() {
  return value_of(gateway_->store().read_now([](store::Reader& r) -> Result<std::vector<std::string>> {
    std::vector<std::string> texts;
    const auto heads = store::forecast_releases(r, {});
    for (const auto& head : heads) texts.push_back(text_of(head));
    for (const auto& head : heads) {
      if (head.status != store::ReleaseStatus::current) continue;
      for (const auto& row : store::forecast_rows(r, head.id, {})) texts.push_back(text_of(head, row.line));
    }
    return texts;
  }),
                  "releases");
}

std::vector<store::Ticket> GatewayBench::tickets() {
  return value_of(gateway_->store().read_now(
                      [](store::Reader& r) -> Result<std::vector<store::Ticket>> { return store::open_tickets(r); }),
                  "tickets");
}

asn::AsnView GatewayBench::asn(const std::string& id) {
  return value_of(gateway_->store().read_now([&](store::Reader& r) { return asn::read_view(r, id); }), id);
}

store::AccountState GatewayBench::account(const std::string& name) {
  return value_of(gateway_->store().read_now([&](store::Reader& r) -> Result<store::AccountState> {
    return store::account_state(r, {"sgm", name});
  }),
                  "account");
}

int GatewayBench::requests(const std::string& path) const {
  int count = 0;
  for (const auto& [asked, times] : world_->portals.requests())
    if (path.empty() || path == asked) count += times;
  return count;
}

}  // namespace calloff::test
