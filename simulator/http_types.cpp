#include "simulator/http_types.hpp"

#include "base/text.hpp"

namespace calloff::simulator {

std::string_view field(const Fields& fields, std::string_view name) {
  const auto wanted = lower(name);
  for (const auto& [key, value] : fields) {
    if (lower(key) == wanted) return value;
  }
  return {};
}

Response answer(int status, std::string content_type, std::string body) {
  Response response;
  response.status = status;
  response.headers.emplace_back("Content-Type", std::move(content_type));
  response.body = std::move(body);
  return response;
}

Response redirect(std::string location) {
  Response response;
  response.status = 302;
  response.headers.emplace_back("Location", std::move(location));
  return response;
}

}  // namespace calloff::simulator
