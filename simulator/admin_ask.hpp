// One admin verb's request, read as JSON. What it asks for is read first, then checked with `refused`, then done.
#pragma once
#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <string_view>

#include "simulator/form.hpp"
#include "simulator/portals.hpp"
#include "simulator/simulated_clock.hpp"

namespace calloff::simulator {

class Ask {
 public:
  Ask(Portals& portals_, SimulatedClock& clock_, const Request& request);

  Portals& portals;
  SimulatedClock& clock;

  std::string text(std::string_view key, std::string_view otherwise = {});
  int number(std::string_view key, int otherwise, int low, int high);
  /// `[{"line_no": 10, "qty": 3}]`: quantities by line number; empty when it was not sent.
  std::map<int, int> quantities(std::string_view key);
  bool flag(std::string_view key, bool otherwise);
  std::string query(std::string_view key, std::string_view otherwise) const;
  /// Null, and refused, when there is no such site.
  EschedulePortal* site(const std::string& code);

  /// Keeps the first sentence.
  void refuse(std::string sentence);
  bool refused() const { return !complaint_.empty(); }
  const std::string& complaint() const { return complaint_; }

 private:
  boost::json::object body_;
  Form query_;
  std::string complaint_;
};

}  // namespace calloff::simulator
