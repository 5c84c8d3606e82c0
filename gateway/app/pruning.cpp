#include "app/pruning.hpp"

#include "app/log.hpp"
#include "app/verb.hpp"
#include "store/prune.hpp"

namespace calloff::app {
namespace {

using present::Value;

/// A gateway that has just started has more urgent things to do.
constexpr std::chrono::minutes kAfterStart{10};
constexpr std::chrono::hours kEvery{24};
/// Where a backup is made every night, it would be in the way every night.
constexpr std::chrono::minutes kAfterBackup{30};

store::PruneBefore before_of(const Gateway& gateway, Instant now) {
  const auto& keep = gateway.prepared().configuration.gateway.retention;
  return {now - keep.documents, now - keep.exchanges};
}

std::string told(const store::Pruned& sum) {
  return counted(std::size_t(sum.documents), "document") + ", " + counted(std::size_t(sum.exchanges), "exchange") +
         ", " + counted(std::size_t(sum.files), "archived file") + " of " + counted(std::size_t(sum.bytes), "byte");
}

std::size_t prune_logs(const Gateway& gateway, Instant now) {
  const auto& settings = gateway.prepared().configuration.gateway;
  if (settings.log.folder.empty()) return 0;
  return remove_old_logs(settings.log.folder, now - settings.retention.logs);
}

Value value_of(const store::Pruned& sum, bool is_dry) {
  auto value = Value::object();
  value.add("dry_run", is_dry)
      .add("documents", sum.documents)
      .add("exchanges", sum.exchanges)
      .add("files", sum.files)
      .add("bytes", sum.bytes);
  return value;
}

}  // namespace

boost::asio::awaitable<Exit> run_prune(Command command, Gateway& gateway, Output& output) {
  const bool is_dry = command.has("dry-run");
  const auto now = gateway.clock().now();
  const auto before = before_of(gateway, now);
  auto sum =
      is_dry ? co_await store::would_prune(gateway.store(), before) : co_await store::prune(gateway.store(), before);
  if (!sum) co_return report(sum.error(), output);
  const auto logs = is_dry ? 0 : prune_logs(gateway, now);
  auto value = value_of(*sum, is_dry);
  value.add("logs", std::int64_t(logs));
  if (command.globals.format == present::Format::table)
    output.out((is_dry ? "would prune " : "pruned ") + told(*sum) +
               (logs > 0 ? ", " + counted(logs, "log file") : std::string()) + "\n");
  else
    print(value, command, output);
  co_return Exit::ok;
}

boost::asio::awaitable<void> prune_daily(Gateway& gateway) {
  auto& clock = gateway.clock();
  const auto say = [&](LogLevel level, std::string text) {
    gateway.log()({clock.now(), level, {}, {}, {}, std::move(text)});
  };
  co_await clock.sleep_until(clock.boot() + kAfterStart);
  for (;;) {
    const auto now = clock.now();
    const auto before = before_of(gateway, now);
    const auto sum = co_await store::prune(gateway.store(), before);
    if (!sum) say(LogLevel::warning, "pruning: " + sentence(sum.error()));
    if (sum && sum->files + sum->exchanges > 0) say(LogLevel::info, "pruned " + told(*sum));
    if (const auto logs = prune_logs(gateway, now)) say(LogLevel::info, "pruned " + counted(logs, "log file"));
    const bool is_put_off = !sum && sum.error().code == "store/backup_running";
    co_await clock.sleep_until(clock.boot() + (is_put_off ? kAfterBackup : std::chrono::minutes(kEvery)));
  }
}

}  // namespace calloff::app
