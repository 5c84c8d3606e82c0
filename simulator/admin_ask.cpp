#include "simulator/admin_ask.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/text.hpp"

namespace calloff::simulator {

namespace json = boost::json;

Ask::Ask(Portals& portals_, SimulatedClock& clock_, const Request& request)
    : portals(portals_), clock(clock_), query_(Form::of({"GET", request.target, {}, {}})) {
  if (trim(request.body).empty()) return;
  boost::system::error_code error;
  auto value = json::parse(request.body, error);
  if (error || !value.is_object())
    refuse("the body must be a JSON object");
  else
    body_ = std::move(value.as_object());
}

std::string Ask::text(std::string_view key, std::string_view otherwise) {
  const auto* value = body_.if_contains(key);
  if (value && value->is_string()) return std::string(value->as_string());
  if (value) refuse(fmt::format("\"{}\" must be a string", key));
  return std::string(otherwise);
}

int Ask::number(std::string_view key, int otherwise, int low, int high) {
  const auto* value = body_.if_contains(key);
  if (!value) return otherwise;
  if (value->is_int64() && value->as_int64() >= low && value->as_int64() <= high)
    return static_cast<int>(value->as_int64());
  refuse(fmt::format("\"{}\" must be a whole number of {} to {}", key, low, high));
  return otherwise;
}

std::map<int, int> Ask::quantities(std::string_view key) {
  std::map<int, int> found;
  const auto* value = body_.if_contains(key);
  if (!value) return found;
  const auto wrong = [&] {
    refuse(fmt::format("\"{}\" must be a list such as [{{\"line_no\": 10, \"qty\": 3}}]", key));
    return std::map<int, int>();
  };
  if (!value->is_array()) return wrong();
  constexpr std::int64_t kMost = 1'000'000;
  for (const auto& each : value->as_array()) {
    const auto* row = each.if_object();
    const auto* line = row ? row->if_contains("line_no") : nullptr;
    const auto* quantity = row ? row->if_contains("qty") : nullptr;
    const bool good = line && quantity && line->is_int64() && quantity->is_int64() && line->as_int64() > 0 &&
                      line->as_int64() <= kMost && quantity->as_int64() >= 0 && quantity->as_int64() <= kMost;
    if (!good) return wrong();
    found[static_cast<int>(line->as_int64())] = static_cast<int>(quantity->as_int64());
  }
  return found;
}

bool Ask::flag(std::string_view key, bool otherwise) {
  const auto* value = body_.if_contains(key);
  if (!value) return otherwise;
  if (value->is_bool()) return value->as_bool();
  refuse(fmt::format("\"{}\" must be true or false", key));
  return otherwise;
}

std::string Ask::query(std::string_view key, std::string_view otherwise) const {
  auto value = query_.get(key);
  return value.empty() ? std::string(otherwise) : value;
}

EschedulePortal* Ask::site(const std::string& code) {
  auto* site = portals.eschedule(code);
  if (!site) refuse(fmt::format("\"{}\" is no eSchedule site of this simulator", code));
  return site;
}

void Ask::refuse(std::string sentence) {
  if (complaint_.empty()) complaint_ = std::move(sentence);
}

}  // namespace calloff::simulator
