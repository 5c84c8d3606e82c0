#include "app/output.hpp"

#include <unistd.h>

namespace calloff::app {
namespace {

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(descriptor, text.data(), text.size());
    if (written <= 0) return;  // the reader has gone
    text.remove_prefix(std::size_t(written));
  }
}

}  // namespace

void StandardOutput::out(std::string_view data) { write_all(STDOUT_FILENO, data); }
void StandardOutput::err(std::string_view talk) { write_all(STDERR_FILENO, talk); }

}  // namespace calloff::app
