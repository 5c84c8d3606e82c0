// /healthz, /readyz and /metrics: what a supervisor, a load balancer and Prometheus ask of a running gateway.
#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/task.hpp"
#include "web/http_server.hpp"

namespace calloff::web {

/// One thing that a ready gateway needs. trouble: empty if it is there, else a sentence
struct Need {
  std::string name, trouble;
};

/// What the pages are filled with, asked anew for each request. metrics: text format 0.0.4
struct CareSources {
  std::function<std::vector<Need>()> needs;
  std::function<Task<std::string>()> metrics;
};

/// GET and HEAD of the three pages; else 404 and 405. /readyz: 503 while a need is not met, /metrics: while the store
/// cannot be read.
Handler care_pages(CareSources sources);

}  // namespace calloff::web
