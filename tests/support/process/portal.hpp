// calloff-simulator as a child, and its admin verbs.
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "support/process/child.hpp"
#include "support/temporary_folder.hpp"

namespace calloff::test::process {

/// Tuesday; the sheets for Wednesday are all out.
inline constexpr std::string_view kTuesdayNoon = "2026-03-10T11:32:00+08:00";

struct PortalStart {
  std::string now{kTuesdayNoon};
  int sheets = 4;                   ///< each workday
  int port = 0;                     ///< 0: any free one
  std::vector<std::string> more{};  ///< arguments
};

class Portal {
 public:
  explicit Portal(const PortalStart& start = {});

  int port() const { return port_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// Of one that was started with a certificate, by the name localhost.
  std::string tls_url() const { return "https://localhost:" + std::to_string(tls_port_); }

  /// An admin verb, e.g. ask("GET", "/requests"). Throws when it is refused.
  boost::json::value ask(const std::string& method, const std::string& path, const boost::json::value& body = nullptr);

  /// An admin table, e.g. list("/sheets")
  boost::json::array list(const std::string& path) { return std::move(ask("GET", path).as_array()); }

  /// Arms a fault; times 0: until clear()
  void arm(const std::string& fault, const std::string& site, const std::string& step, int times = 1);
  void clear() { ask("DELETE", "/faults"); }

  /// Requests so far: all, or those of one path.
  std::int64_t requests(const std::string& path = {});
  /// Log-ins that were tried at a site.
  std::int64_t log_ins(const std::string& site);

  double cpu_s() const { return program_.cpu_s(); }
  void kill();

 private:
  TemporaryFolder folder_;
  Child program_;
  int port_ = 0, admin_port_ = 0, tls_port_ = 0;
};

}  // namespace calloff::test::process
