#include "simulator/portals.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/credentials.hpp"

namespace calloff::simulator {
namespace {

/// sites: of eSchedule, those that exist
Response index_page(const std::vector<std::unique_ptr<EschedulePortal>>& sites) {
  std::string rows;
  for (const auto& [site, user, password] : kCredentials) {
    const auto is_it = [&](const auto& each) { return each->site().code == site; };
    if (site != "OMX" && std::none_of(sites.begin(), sites.end(), is_it)) continue;
    const auto url = site == "OMX" ? std::string("/omxclient/core/login.jsp") : fmt::format("/{}/DunsLogin.jsp", site);
    rows += fmt::format("<tr><td>{0}</td><td><a href=\"{1}\">{1}</a></td><td>{2}</td><td>{3}</td></tr>\n", site, url,
                        user, password);
  }
  return answer(
      200, "text/html; charset=utf-8",
      fmt::format(
          "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Simulated portals</title>\n"
          "<h1>Simulated portals</h1>\n<p>Everything here is invented. These accounts open nothing else.</p>\n"
          "<table border=\"1\" cellpadding=\"4\"><tr><th>Site</th><th>Log in</th><th>User</th><th>Password</th></tr>\n"
          "{}</table>\n</html>\n",
          rows));
}

}  // namespace

Portals::Portals(Settings settings) : settings_(std::move(settings)) { reset(settings.start); }

void Portals::reset(Instant now) {
  settings_.start = now;
  sites_.clear();
  for (const auto& site : kSites) {
    const auto& wanted = settings_.sites;
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), site.code) == wanted.end()) continue;
    sites_.push_back(
        std::make_unique<EschedulePortal>(site, settings_.seed, now, settings_.sheets_a_day, settings_.accounts));
  }
  omx_ = std::make_unique<OmxPortal>(settings_.seed, now);
  faults_ = std::make_unique<FaultTable>(settings_.seed);
  requests_.clear();
}

EschedulePortal* Portals::eschedule(std::string_view code) {
  for (auto& site : sites_) {
    if (site->site().code == code) return site.get();
  }
  return nullptr;
}

Response Portals::handle(const Request& request, Instant now) {
  auto path = path_of(request);
  ++requests_[path];
  if (path == "/") return index_page(sites_);
  if (!path.starts_with('/')) return answer(400, "text/html", "<html><body><h1>HTTP Status 400</h1></body></html>");
  const auto first = path.substr(1, path.find('/', 1) - 1);
  Portal* portal = first == "omxclient" ? static_cast<Portal*>(omx_.get()) : eschedule(first);
  if (!portal) return answer(404, "text/html", "<html><body><h1>HTTP Status 404</h1></body></html>");
  Call call{request, std::move(path), Form::of(request, portal->charset()), now};
  call.step = portal->step_of(call);
  return faults_->run(*portal, first == "omxclient" ? "OMX" : first, std::move(call));
}

}  // namespace calloff::simulator
