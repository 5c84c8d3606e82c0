#include "base/text.hpp"
#include "transport/wire.hpp"

namespace calloff::transport {

std::string_view Response::header(std::string_view name) const {
  const auto wanted = lower(name);
  for (const auto& h : headers)
    if (lower(h.name) == wanted) return h.value;
  return {};
}

}  // namespace calloff::transport
