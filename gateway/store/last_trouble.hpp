// What kept the last writer from writing, until one succeeds. Threading: from any thread.
#pragma once
#include <mutex>
#include <optional>

#include "base/error.hpp"

namespace calloff::store {

class LastTrouble {
 public:
  void note(const Error& error) {
    const std::lock_guard hold(mutex_);
    error_ = error;
  }
  void clear() {
    const std::lock_guard hold(mutex_);
    error_.reset();
  }
  std::optional<Error> get() const {
    const std::lock_guard hold(mutex_);
    return error_;
  }

 private:
  mutable std::mutex mutex_;
  std::optional<Error> error_;
};

}  // namespace calloff::store
