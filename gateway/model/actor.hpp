// Who asks: every query and command takes one.
#pragma once
#include <string>
#include <vector>

namespace calloff::model {

/// customers, plants empty: all. Until accounts exist it is the operating system's user, with all rights.
struct Scope {
  std::vector<std::string> customers, plants;
  bool covers(const std::string& customer, const std::string& plant) const;
};

struct Actor {
  std::string name;
  std::vector<std::string> roles;
  Scope scope;
};

}  // namespace calloff::model
