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

/// stdout and stderr of this process. Quantities of text are written whole; a closed pipe ends quietly.
class StandardOutput final : public Output {
 public:
  void out(std::string_view data) override;
  void err(std::string_view talk) override;
};

}  // namespace calloff::app
