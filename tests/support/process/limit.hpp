// A limit on waiting that asks no clock: a timer of the kernel's, polled beside what is waited for.
#pragma once
#include <sys/timerfd.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>

namespace calloff::test::process {

/// How long anything here is waited for; far more than it takes on a busy machine. A gateway that was slow to start
/// polls a minute later than it would have.
inline constexpr std::chrono::seconds kLongest{120};

class Limit {
 public:
  explicit Limit(std::chrono::seconds after) : descriptor_(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC)) {
    itimerspec when{};
    when.it_value.tv_sec = after.count();
    if (descriptor_ < 0 || timerfd_settime(descriptor_, 0, &when, nullptr) != 0) throw std::runtime_error("no timer");
  }
  ~Limit() { close(descriptor_); }
  Limit(const Limit&) = delete;
  Limit& operator=(const Limit&) = delete;

  /// Readable once the limit is over.
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace calloff::test::process
