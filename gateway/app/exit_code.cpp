#include "app/exit_code.hpp"

namespace calloff::app {
namespace {

bool is_customer_down(std::string_view code) {
  return code.starts_with("wire/") || code == "page/http_status" || code == "page/maintenance" ||
         code == "page/cut_off" || code == "page/busy" || code == "page/address_blocked" || code == "page/empty_answer";
}

}  // namespace

Exit exit_for(const Error& error) {
  const std::string_view code = error.code;
  if (error.recovery == Recovery::stopped) return Exit::interrupted;
  if (code == "store/in_use") return Exit::store_in_use;
  if (code.starts_with("store/") && error.recovery != Recovery::quarantine && error.recovery != Recovery::ask_person)
    return code == "store/not_found" ? Exit::failed : Exit::storage_failed;
  if (code == "store/io" || code == "store/damaged" || code == "store/stopped" || code == "store/disk_full")
    return Exit::storage_failed;
  if (error.recovery == Recovery::fix_config) return Exit::configuration;
  if (error.recovery == Recovery::fix_code) return Exit::failed;
  if (code.starts_with("sign_in/") || code.starts_with("accounts/")) return Exit::sign_in;
  return is_customer_down(code) ? Exit::customer_down : Exit::failed;
}

}  // namespace calloff::app
