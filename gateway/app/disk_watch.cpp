#include "app/disk_watch.hpp"

#include "store/tickets.hpp"

namespace calloff::app {
namespace {

constexpr std::chrono::seconds kEvery{30};
constexpr std::string_view kTicket = "disk";

std::string mib(std::uint64_t bytes) { return std::to_string(bytes >> 20); }

}  // namespace

std::optional<std::uint64_t> free_at(const std::filesystem::path& folder) {
  std::error_code unknown;
  const auto space = std::filesystem::space(folder, unknown);
  return unknown ? std::nullopt : std::optional<std::uint64_t>(space.available);
}

DiskWatch::DiskWatch(store::Store& store, Clock& clock, LogSink log, std::uint64_t low, Free free)
    : store_(store), clock_(clock), log_(std::move(log)), low_(low), free_(std::move(free)) {}

std::optional<Error> DiskWatch::low() {
  const auto free = low_ > 0 ? free_() : std::nullopt;
  if (!free) return std::nullopt;
  // A disk about to fill up must not flicker.
  is_low_ = *free < (is_low_ ? low_ + low_ / 10 : low_);
  if (!is_low_) return std::nullopt;
  return Error(Recovery::retry, "disk/low", {{"free_mib", mib(*free)}, {"low_mib", mib(low_)}});
}

Task<void> DiskWatch::tell() {
  const auto trouble = low();
  if (told_ == trouble.has_value()) co_return Result<void>();
  auto job = [trouble](store::Writer& writer) -> Result<void> {
    if (trouble)
      store::raise_ticket(writer, kTicket, *trouble);
    else
      store::close_ticket(writer, kTicket, "gateway", "there is space again");
    return {};
  };
  auto written = co_await store_.write("disk.told", std::move(job));
  if (!written) co_return written;
  if (trouble)
    log_({clock_.now(), LogLevel::warning, {}, {}, {}, sentence(*trouble)});
  else if (told_)
    log_({clock_.now(), LogLevel::info, {}, {}, {}, "there is space on the disk again; feeds are polled"});
  told_ = trouble.has_value();
  co_return Result<void>();
}

boost::asio::awaitable<void> DiskWatch::run() {
  for (;;) {
    const auto told = co_await tell();
    if (!told) log_({clock_.now(), LogLevel::error, {}, {}, {}, sentence(told.error())});
    co_await clock_.sleep_until(clock_.boot() + kEvery);
  }
}

}  // namespace calloff::app
