#include "app/dispatch.hpp"

#include <unistd.h>

#include <boost/asio/co_spawn.hpp>

#include "app/log.hpp"
#include "app/socket.hpp"
#include "app/threads.hpp"
#include "app/verb.hpp"
#include "base/text.hpp"
#include "store/facts.hpp"

namespace calloff::app {
namespace {

namespace asio = boost::asio;

Exit run_here(const Command& command, const Prepared& prepared, Clock& clock, Output& output) {
  Threads threads;
  auto gateway = Gateway::open(prepared, command.globals.data, clock, verb_log(prepared.configuration, output),
                               threads.executors());
  if (!gateway) return report(gateway.error(), output);
  auto exit = Exit::failed;
  std::exception_ptr defect;
  asio::co_spawn(
      threads.io,
      [](Command c, Gateway& g, Output& o, Exit& e) -> asio::awaitable<void> {
        if (auto recovered = co_await g.recover(); !recovered) {
          e = report(recovered.error(), o);
          co_return;
        }
        e = co_await run_write_verb(std::move(c), g, actor_of(geteuid()), o);
      }(command, **gateway, output, exit),
      [&](std::exception_ptr failure) {
        defect = failure;
        threads.io.stop();
      });
  threads.io.run();
  if (defect) std::rethrow_exception(defect);
  return exit;
}

Exit run_reading(const Command& command, const Prepared& prepared, Clock& clock, Output& output) {
  auto store = store::Store::open(command.globals.data, store::Mode::read, clock);
  if (!store) return report(store.error(), output);
  return run_read_verb(command, prepared, **store, clock, actor_of(geteuid()), output);
}

}  // namespace

Result<std::unique_ptr<Clock>> clock_for(const Command& command) {
  if (command.globals.now.empty()) {
    const auto offset = store::stored_clock_offset(command.globals.data);
    if (offset) return system_clock(offset->value_or(std::chrono::milliseconds(0)));
    if (command.access != Access::none) return offset.error();
    return system_clock();
  }
  const auto at = parse_instant(command.globals.now);
  if (!at) return at.error();
  if (command.access != Access::serve) return frozen_clock(*at);
  return system_clock(*at - system_clock()->now());
}

Exit report(const Error& error, Output& output, Language language) {
  output.err("calloff: " + printable(sentence(error, language)) + "\n");
  return exit_for(error);
}

Exit report_all(const std::vector<Error>& errors, Output& output) {
  auto exit = Exit::ok;
  for (const auto& error : errors) {
    output.err(printable(sentence(error)) + "\n");
    exit = std::max(exit, exit_for(error));
  }
  return exit;
}

namespace {

/// What has happened is listed without adapters and mappings: sooner, and also while one of them is broken.
bool lists_what_happened(const std::string& verb) {
  return verb == "run list" || verb == "run show" || verb == "asn list" || verb == "asn show";
}

Exit carry_out(const Command& command, Output& output) {
  const bool is_dry = command.verb == "import" && command.has("dry-run");
  if (command.access == Access::none) return run_config_verb(command, output);
  if (command.access == Access::write && !is_dry) {
    // A running gateway does it, with its own configuration and clock.
    if (const auto done = ask_running_gateway(command, output)) return *done;
  }
  const auto& folder = command.globals.config;
  auto loaded = lists_what_happened(command.verb) ? prepare_to_list(folder) : prepare(folder);
  if (!loaded.errors.empty()) {
    report_all(loaded.errors, output);
    output.err("calloff: the configuration has mistakes; `calloff config check` lists them too\n");
    return Exit::configuration;
  }
  auto clock =
      is_dry && command.globals.now.empty() ? Result<std::unique_ptr<Clock>>(system_clock()) : clock_for(command);
  if (!clock) return report(clock.error(), output);
  if (is_dry) return run_dry_import(command, loaded.prepared, **clock, output);
  switch (command.access) {
    case Access::read:
      return run_reading(command, loaded.prepared, **clock, output);
    case Access::serve:
      return run_serve(command, loaded.prepared, **clock, output);
    default:
      return run_here(command, loaded.prepared, **clock, output);
  }
}

}  // namespace

namespace {

/// What is answered to a portal, from standard input: no other user of the machine reads it in a list of processes.
std::string read_answer() {
  constexpr std::size_t kMost = 4096;
  std::string text(kMost, '\0');
  std::size_t have = 0;
  while (have < text.size()) {
    const auto came = ::read(STDIN_FILENO, text.data() + have, text.size() - have);
    if (came <= 0) break;
    have += std::size_t(came);
  }
  text.resize(have);
  return text;
}

}  // namespace

Exit run_command(const Command& command, Output& output) {
  if (command.verb == "account answer" && command.get("CODE") == "-") {
    auto with_answer = command;
    with_answer.files.push_back({"-", read_answer()});
    return carry_out(with_answer, output);
  }
  if (command.verb != "import") return carry_out(command, output);
  auto with_files = command;
  const int unread = read_files(with_files, output);
  if (with_files.files.empty()) return unread > 0 ? Exit::failed : Exit::usage;
  const auto exit = carry_out(with_files, output);
  return unread > 0 && exit == Exit::ok ? Exit::partly : exit;
}

}  // namespace calloff::app
