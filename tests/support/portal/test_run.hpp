// What the core lends an adapter, for tests: settings of the adapter's own sample, secrets from a map, the log kept.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "adapter_api/run.hpp"
#include "support/portal/test_clock.hpp"

namespace calloff::test {

class TestRun final : public adapter_api::Run {
 public:
  TestRun(transport::Wire& wire, TestClock& clock) : wire_(wire), clock_(clock) {}

  std::map<std::string, std::string> settings, secrets;
  std::vector<std::string> log_lines;
  std::vector<Error> told;

  const std::string& id() const override { return id_; }
  transport::Wire& wire() override { return wire_; }
  Clock& clock() override { return clock_; }
  /// A setting that the adapter's spec does not declare is a defect of the adapter: std::out_of_range.
  std::string setting(std::string_view key) const override { return settings.at(std::string(key)); }
  const std::string& plant() const override { return plant_; }
  const std::string& zone() const override { return zone_; }
  Result<std::string> secret(std::string_view name) const override;
  void log(adapter_api::Level, std::string text) override { log_lines.push_back(std::move(text)); }
  void tell(Error what) override { told.push_back(std::move(what)); }
  Task<std::string> ask(adapter_api::Challenge challenge) override;

 private:
  transport::Wire& wire_;
  TestClock& clock_;
  std::string id_ = "run-1", plant_ = "JQ", zone_ = "Asia/Shanghai";
};

}  // namespace calloff::test
