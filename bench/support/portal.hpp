// The simulated portals as a process of their own. Threading: one thread.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "bench/support/child.hpp"

namespace calloff::bench {

class Portal {
 public:
  /// Waits until it listens. folder: for what it says and announces; arguments: more of its options
  Portal(const std::filesystem::path& folder, std::vector<std::string> arguments);

  std::string url() const;
  std::string tls_url() const;  ///< by the name localhost
  double cpu_s() const { return program_.cpu_s(); }

  /// One admin verb; gives the answer's body.
  std::string ask(const std::string& method, const std::string& path, const std::string& body = {}) const;
  /// Requests of portal pages since the start.
  std::int64_t requests() const;

 private:
  Child program_;
  int port_ = 0, admin_port_ = 0, tls_port_ = 0;
};

}  // namespace calloff::bench
