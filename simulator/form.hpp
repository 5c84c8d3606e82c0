// What a browser sends: path, query and form fields, cookies.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/charset.hpp"
#include "simulator/http_types.hpp"

namespace calloff::simulator {

/// The fields of a query and of a form body together, decoded to UTF-8, in the order they were sent.
class Form {
 public:
  /// A site's reading of a request: percent sequences are bytes of its charset.
  static Form of(const Request& request, Charset charset = Charset::gbk);

  /// The first value of that name, spaces at both ends removed; empty if it was not sent.
  std::string get(std::string_view name) const;
  bool has(std::string_view name) const;

  /// Every value of that name in order (`shipQty[]`).
  std::vector<std::string> all(std::string_view name) const;

 private:
  void add(std::string_view encoded, Charset charset);
  Fields fields_;
};

/// The target without its query and without `;jsessionid=...`.
std::string path_of(const Request& request);

/// The value of one cookie; empty if it was not sent.
std::string cookie_of(const Request& request, std::string_view name);

}  // namespace calloff::simulator
