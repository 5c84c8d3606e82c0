#include "model/actor.hpp"

#include <algorithm>

namespace calloff::model {
namespace {

bool holds(const std::vector<std::string>& allowed, const std::string& name) {
  return allowed.empty() || name.empty() || std::find(allowed.begin(), allowed.end(), name) != allowed.end();
}

}  // namespace

bool Scope::covers(const std::string& customer, const std::string& plant) const {
  return holds(customers, customer) && holds(plants, plant);
}

}  // namespace calloff::model
