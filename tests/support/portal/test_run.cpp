#include "support/portal/test_run.hpp"

namespace calloff::test {

Result<std::string> TestRun::secret(std::string_view name) const {
  const auto found = secrets.find(std::string(name));
  if (found == secrets.end()) return Error(Recovery::fix_config, "secrets/not_set", {{"name", std::string(name)}});
  return found->second;
}

Task<std::string> TestRun::ask(adapter_api::Challenge challenge) {
  co_return Error(Recovery::hold_account, challenge.kind == "captcha" ? "sign_in/captcha" : "sign_in/one_time_code");
}

}  // namespace calloff::test
