#include "transport/record/wire_error.hpp"

#include <algorithm>
#include <array>

namespace calloff::transport {
namespace {

struct Row {
  std::string_view code;
  Recovery recovery;
};

constexpr std::array kNotRetried = std::to_array<Row>({
    {"wire/bad_header", Recovery::fix_code},
    {"wire/bad_url", Recovery::fix_config},
    {"wire/busy", Recovery::fix_code},
    {"wire/ca_unreadable", Recovery::fix_config},
    {"wire/cancelled", Recovery::stopped},
    {"wire/not_recorded", Recovery::fix_code},
    {"wire/proxy_password", Recovery::fix_config},
    {"wire/redirect_elsewhere", Recovery::hold_feed},
    {"wire/write_before_commit", Recovery::fix_code},
});

}  // namespace

Recovery wire_recovery(std::string_view code) {
  const auto* row = std::find_if(kNotRetried.begin(), kNotRetried.end(), [&](const Row& r) { return r.code == code; });
  return row == kNotRetried.end() ? Recovery::retry : row->recovery;
}

Error wire_error(std::string code, std::vector<std::pair<std::string, std::string>> args) {
  const auto recovery = wire_recovery(code);
  return Error(recovery, std::move(code), std::move(args));
}

}  // namespace calloff::transport
