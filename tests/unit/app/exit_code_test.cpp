#include "app/exit_code.hpp"

#include "support/catch.hpp"

using namespace calloff;
using app::Exit;

TEST_CASE("an error's exit status is a contract with scripts") {
  struct Case {
    Recovery recovery;
    const char* code;
    Exit exit;
  };
  const auto c = GENERATE(Case{Recovery::fix_config, "settings/unknown_key", Exit::configuration},
                          Case{Recovery::fix_config, "mapping/unknown_field", Exit::configuration},
                          Case{Recovery::fix_config, "secrets/not_set", Exit::configuration},
                          Case{Recovery::fix_config, "wire/not_loaded", Exit::configuration},
                          Case{Recovery::fix_config, "wire/ca_unreadable", Exit::configuration},
                          Case{Recovery::fix_config, "accounts/unknown", Exit::configuration},
                          Case{Recovery::fix_config, "accounts/key_open_to_others", Exit::configuration},
                          Case{Recovery::fix_code, "wire/write_before_commit", Exit::failed},
                          Case{Recovery::hold_account, "sign_in/rejected", Exit::sign_in},
                          Case{Recovery::hold_account, "accounts/held", Exit::sign_in},
                          Case{Recovery::retry, "accounts/login_budget", Exit::sign_in},
                          Case{Recovery::retry, "wire/refused", Exit::customer_down},
                          Case{Recovery::retry, "page/maintenance", Exit::customer_down},
                          Case{Recovery::retry, "page/http_status", Exit::customer_down},
                          Case{Recovery::hold_feed, "page/missing_column", Exit::failed},
                          Case{Recovery::fix_config, "store/in_use", Exit::store_in_use},
                          Case{Recovery::retry, "store/disk_full", Exit::storage_failed},
                          Case{Recovery::ask_person, "store/io", Exit::storage_failed},
                          Case{Recovery::ask_person, "store/damaged", Exit::storage_failed},
                          Case{Recovery::ask_person, "asn/cancel_sent", Exit::failed},
                          Case{Recovery::stopped, "wire/cancelled", Exit::interrupted});
  INFO(c.code);
  CHECK(int(app::exit_for(Error(c.recovery, c.code))) == int(c.exit));
}
