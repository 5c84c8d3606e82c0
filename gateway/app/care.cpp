#include "app/care.hpp"

#include <filesystem>

#include "app/command.hpp"
#include "present/metrics.hpp"
#include "web/care_pages.hpp"

namespace calloff::app {
namespace {

namespace fs = std::filesystem;

std::uint64_t size_of(const fs::path& file) {
  std::error_code unknown;
  const auto size = fs::file_size(file, unknown);
  return unknown ? 0 : size;
}

}  // namespace

struct Care::Inside {
  Gateway& gateway;
  DiskWatch& disk;
  TaskGroup& tasks;
  bool has_begun = false;
  Instant started = gateway.clock().now();
  std::unique_ptr<web::HttpServer> server = nullptr;

  std::vector<web::Need> needs() const {
    const auto trouble = gateway.store().trouble();
    const auto low = disk.low();
    return {{"store", trouble ? sentence(*trouble) : ""},
            {"disk", low ? sentence(*low) : ""},
            {"gateway", has_begun ? "" : "goes on where the last one stopped"}};
  }

  bool is_ready() const {
    for (const auto& need : needs())
      if (!need.trouble.empty()) return false;
    return true;
  }

  Task<std::string> metrics() const {
    auto& store = gateway.store();
    const present::RunningGateway running{
        std::string(program_version()),  started, is_ready(), store.commits(), size_of(store.dir() / "calloff.db"),
        free_at(store.dir()).value_or(0)};
    auto measure = [running, now = gateway.clock().now(),
                    &of = gateway.prepared()](store::Reader& r) -> Result<std::string> {
      return present::metrics_text({r, of.configuration, now, {"gateway", {}, {}}}, running);
    };
    auto text = co_await store.read(std::move(measure));
    co_return text;
  }
};

Care::Care(Gateway& gateway, DiskWatch& disk, TaskGroup& tasks) : inside_(new Inside{gateway, disk, tasks}) {}
Care::~Care() = default;

Result<void> Care::open(boost::asio::any_io_executor io) {
  auto& in = *inside_;
  const auto& where = in.gateway.prepared().configuration.gateway.http;
  if (!where) return {};
  auto server = web::HttpServer::listen(
      io, *where, in.gateway.clock(),
      [&in](boost::asio::awaitable<void> one) { in.tasks.spawn("http", std::move(one)); },
      web::care_pages({[&in] { return in.needs(); }, [&in] { return in.metrics(); }}));
  if (!server) return server.error();
  in.server = std::move(*server);
  in.tasks.spawn("http", in.server->run());
  in.gateway.log()(
      {in.gateway.clock().now(), LogLevel::info, {}, {}, {}, "health checks at http://" + in.server->address()});
  return {};
}

bool Care::is_ready() const { return inside_->is_ready(); }

void Care::begun() { inside_->has_begun = true; }

}  // namespace calloff::app
