#include "support/portal/adapter_bench.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>
#include <stdexcept>

#include "simulator/china_time.hpp"
#include "simulator/credentials.hpp"
#include "transport/record/wire_record_json.hpp"

namespace calloff::test {
namespace {

namespace asio = boost::asio;
using adapter_api::Outcome;

const Instant kTuesdayAfternoon = simulator::china_instant(std::chrono::year(2026) / 3 / 10, std::chrono::hours(14));

/// Which simulated portal an adapter works with. An adapter without a row cannot be tested: that fails.
const std::map<std::string, std::string>& sites() {
  static const std::map<std::string, std::string> rows{{"sgm_eschedule", "JQ"}, {"sgm_omx", "OMX"}};
  return rows;
}

std::string site_of(const FoundAdapter& found) {
  const auto row = sites().find(found.name());
  if (row == sites().end()) throw std::runtime_error("no simulated portal for adapter " + found.name());
  return row->second;
}

}  // namespace

/// Runs a coroutine to its end on a context of its own.
struct AdapterBench::Runner {
  asio::cancellation_signal signal;
  std::vector<Error> errors;

  /// Empty: aborted by cancellation.
  template <class T>
  std::optional<T> end_of(asio::awaitable<T> operation) {
    asio::io_context context;
    std::optional<T> ended;
    std::exception_ptr broken;
    asio::co_spawn(context, std::move(operation),
                   asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr thrown, T result) {
                     broken = thrown;
                     if (!thrown) ended.emplace(std::move(result));
                   }));
    context.run();
    if (!broken) return ended;
    try {
      std::rethrow_exception(broken);
    } catch (const boost::system::system_error& e) {
      if (e.code() != asio::error::operation_aborted) throw;
    }
    return std::nullopt;
  }

  template <class T>
  Result<T> result_of(Task<T> task) {
    auto ended = end_of<Result<T>>(std::move(task));
    Result<T> result = ended ? std::move(*ended) : Result<T>(Error(Recovery::stopped, kAborted));
    if (!result) errors.push_back(result.error());
    return result;
  }
};

AdapterBench::AdapterBench(const FoundAdapter& found)
    : AdapterBench(found, site_of(found), load_sample(found).account) {}

AdapterBench::AdapterBench(const FoundAdapter& found, std::string site, const settings::Account& account)
    : clock_(kTuesdayAfternoon),
      portals_({2026, kTuesdayAfternoon, 24}),
      wire_(portals_, clock_),
      run_(wire_, clock_),
      site_(std::move(site)),
      adapter_(found.create()),
      runner_(std::make_unique<Runner>()) {
  const auto today = local_date(clock_.now(), "Asia/Shanghai");
  window = {add_days(today, -30), add_days(today, 14)};
  auto own = account;
  // The address is the bench's own, whatever the environment says.
  std::erase_if(own.own_keys.entries, [](const auto& entry) { return entry.key == "base_url"; });
  run_.settings = settings::settings_of(own, *found.manifest->spec()).value();
  run_.settings["base_url"] = kPortalUrl;
  const auto& credentials = simulator::credentials_of(site_);
  run_.secrets = {{"user", std::string(credentials.user)}, {"password", std::string(credentials.password)}};
}

AdapterBench::~AdapterBench() = default;

Result<void> AdapterBench::open() { return runner_->result_of(adapter_->open(run_)); }
Result<adapter_api::Listing> AdapterBench::list(std::string feed) {
  return runner_->result_of(adapter_->list(run_, std::move(feed), window));
}
Result<adapter_api::FetchedDocument> AdapterBench::fetch(std::string feed, adapter_api::Entry entry) {
  return runner_->result_of(adapter_->fetch(run_, std::move(feed), std::move(entry)));
}
Result<void> AdapterBench::settle(std::string feed, adapter_api::Entry entry, adapter_api::Disposition disposition) {
  return runner_->result_of(adapter_->settle(run_, std::move(feed), std::move(entry), disposition));
}
Result<adapter_api::Prepared> AdapterBench::prepare(adapter_api::Submission submission) {
  return runner_->result_of(adapter_->prepare(run_, std::move(submission)));
}
Outcome AdapterBench::submit(adapter_api::Prepared prepared) {
  auto ended = runner_->end_of<Outcome>(adapter_->submit(run_, std::move(prepared)));
  Outcome outcome = ended ? std::move(*ended) : Outcome(adapter_api::Unknown{Error(Recovery::stopped, kAborted), {}});
  std::visit(
      [&](const auto& told) {
        if constexpr (requires { told.error; }) runner_->errors.push_back(told.error);
      },
      outcome);
  return outcome;
}
Result<adapter_api::Sighting> AdapterBench::look_up(adapter_api::Submission submission,
                                                    std::vector<adapter_api::Known> controls) {
  return runner_->result_of(adapter_->look_up(run_, std::move(submission), std::move(controls)));
}
Result<void> AdapterBench::close() { return runner_->result_of(adapter_->close(run_)); }

void AdapterBench::cancel_at(std::size_t operation, Misfortune how) {
  const auto first = wire_.operations();
  wire_.before_each([=, this](std::size_t number, const transport::Request&) {
    if (operation == 0 || number != first + operation) return Misfortune::none;
    runner_->signal.emit(asio::cancellation_type::terminal);
    return how;
  });
}

void AdapterBench::arm(const std::string& fault, const std::string& step, int times, std::chrono::milliseconds delay) {
  simulator::ArmedFault armed;
  armed.kind = simulator::fault_named(fault);
  const auto at = simulator::step_named(step);
  if (!armed.kind || !at || !(armed.kind->steps & simulator::bit(*at)))
    throw std::runtime_error("the simulator has no fault " + fault + " at " + step);
  armed.site = site_;
  armed.steps = simulator::bit(*at);
  armed.times = times;
  if (delay.count() > 0) armed.delay = delay;
  portals_.faults().arm(armed);
}

int AdapterBench::requests(const std::string& path) const {
  const auto found = portals_.requests().find(path);
  return found == portals_.requests().end() ? 0 : found->second;
}

std::string AdapterBench::everything_said() const {
  std::string all;
  for (const auto& line : run_.log_lines) all += line + "\n";
  for (const auto& record : wire_.records()) all += transport::to_json_line(record) + "\n";
  for (const auto& error : runner_->errors) {
    all += sentence(error) + "\n" + sentence(error, Language::zh) + "\n";
    for (const auto& [name, value] : error.args) all += value + "\n";
  }
  return all;
}

}  // namespace calloff::test
