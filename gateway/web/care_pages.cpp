#include "web/care_pages.hpp"

namespace calloff::web {
namespace {

constexpr const char* kPlain = "text/plain; charset=utf-8";
constexpr const char* kMetrics = "text/plain; version=0.0.4; charset=utf-8";

Response readiness(const std::vector<Need>& needs) {
  Response response{200, kPlain, {}};
  for (const auto& need : needs) {
    response.body += need.name + ": " + (need.trouble.empty() ? "ok" : need.trouble) + "\n";
    if (!need.trouble.empty()) response.status = 503;
  }
  return response;
}

boost::asio::awaitable<Response> answer(CareSources sources, Request request) {
  const auto path = request.target.substr(0, request.target.find('?'));
  if (path != "/healthz" && path != "/readyz" && path != "/metrics")
    co_return Response{404, kPlain, "here are /healthz, /readyz and /metrics\n"};
  if (request.method != "GET" && request.method != "HEAD")
    co_return Response{405, kPlain, "only GET and HEAD\n", {{"Allow", "GET, HEAD"}}};
  if (path == "/healthz") co_return Response{200, kPlain, "ok\n"};
  if (path == "/readyz") co_return readiness(sources.needs());
  auto metrics = co_await sources.metrics();
  if (!metrics) co_return Response{503, kPlain, sentence(metrics.error()) + "\n"};
  co_return Response{200, kMetrics, std::move(*metrics)};
}

}  // namespace

Handler care_pages(CareSources sources) {
  return [sources = std::move(sources)](Request request) { return answer(sources, std::move(request)); };
}

}  // namespace calloff::web
