#include "support/portal/test_run.hpp"

namespace calloff::test {

Result<std::string> TestRun::secret(std::string_view name) const {
  const auto found = secrets.find(std::string(name));
  if (found == secrets.end()) return Error(Recovery::fix_config, "secrets/not_set", {{"name", std::string(name)}});
  return found->second;
}

Task<std::string> TestRun::ask(adapter_api::Challenge challenge) {
  co_return Error(Recovery::ask_person, "accounts/no_answer", {{"kind", challenge.kind}});
}

}  // namespace calloff::test
