// Where a verb writes: data to out, talk to err. Behind it stand the process's own streams or a socket's frames.
#pragma once
#include <string_view>

namespace calloff::app {

class Output {
 public:
  virtual ~Output() = default;
  virtual void out(std::string_view data) = 0;
  virtual void err(std::string_view talk) = 0;
};

/// stdout and stderr of this process. Every text is written whole; after data could not be written no more is tried.
class StandardOutput final : public Output {
 public:
  void out(std::string_view data) override;
  void err(std::string_view talk) override;
  /// The errno with which stdout took no more; 0: it took everything.
  int failure() const { return failure_; }

 private:
  int failure_ = 0;
};

}  // namespace calloff::app
