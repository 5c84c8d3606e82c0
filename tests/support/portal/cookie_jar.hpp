// Cookies of one host, by path and name. Threading: a value.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "transport/wire.hpp"

namespace calloff::test {

class CookieJar {
 public:
  void keep(const std::vector<transport::Header>& headers);
  /// `a=1; b=2` of the cookies whose path `path` lies under; longer paths first. source: RFC 6265, 5.1.4 and 5.4
  std::string header_for(std::string_view path) const;

  /// Netscape cookie lines of `host`.
  std::vector<std::string> lines(const std::string& host) const;
  void restore(const std::vector<std::string>& lines);
  void clear() { cookies_.clear(); }

 private:
  std::map<std::pair<std::string, std::string>, std::string, std::greater<>> cookies_;
};

}  // namespace calloff::test
