// Metrics as Prometheus reads them, text format 0.0.4. Threading: a value.
// source: prometheus.io, Exposition formats, text-based format
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace calloff::present {

class MetricText {
 public:
  using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  /// Begins a metric; samples follow. type: gauge or counter; help: one line
  void begin(std::string_view name, std::string_view type, std::string_view help);
  /// One sample of the metric that was begun last.
  void add(Labels labels, std::int64_t value);
  /// The same, of seconds.
  void add_seconds(Labels labels, std::int64_t milliseconds);

  const std::string& text() const { return text_; }

 private:
  void put(Labels labels, std::string_view value);
  std::string text_, name_;
};

}  // namespace calloff::present
