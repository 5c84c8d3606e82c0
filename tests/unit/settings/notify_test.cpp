// `notify` of calloff.yaml: what it comes to, and what is said of its mistakes.
#include <sys/stat.h>

#include "base/text.hpp"
#include "folder.hpp"
#include "settings/configuration.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::settings;
using namespace std::chrono_literals;

namespace {

const std::string kCustomer = R"(customer: sgm
name: {en: SAIC-GM}
plants: {JQ: {zone: Asia/Shanghai}}
accounts: {jq: {adapter: sgm_eschedule}}
feeds: {daily: {account: jq, schedule: {at: [09:00]}}}
)";

const std::string kNotify = R"(language: zh
notify:
  planners:
    kind: smtp
    severity: error
    customers: sgm
    quiet: {from: 22:00, to: 06:30, zone: Asia/Shanghai, critical: wait}
    server: smtp.example.com:587
    from: calloff@example.com
    to: [li@example.com, wang@example.com]
    user: env:CALLOFF_MAIL_USER
    password: file:secrets/mail.password
    ca: secrets/ca.pem
  hook: {kind: webhook, language: en, closing: off, url: https://hooks.example/x, secret: env:HOOK_KEY, remind: 4h}
  pager:
    kind: program
    severity: critical
    time_limit: 5s
    command: [page-somebody, --team, edi]
)";

LoadedConfiguration loaded(const Folder& folder, const std::string& gateway) {
  folder.write("calloff.yaml", gateway);
  folder.write("customers/sgm.yaml", kCustomer);
  return load_configuration(folder.path());
}

/// The mistakes of kNotify with one piece replaced, a line each.
std::string mistakes(const std::string& from, const std::string& to) {
  const Folder folder;
  auto text = kNotify;
  const auto at = text.find(from);
  REQUIRE(at != text.npos);
  text.replace(at, from.size(), to);
  std::string lines;
  for (const auto& error : loaded(folder, text).errors)
    lines += replace_all(sentence(error), folder.path() + "/", "") + "\n";
  return lines;
}

}  // namespace

TEST_CASE("targets become typed values") {
  const Folder folder;
  const auto read = loaded(folder, kNotify);
  for (const auto& error : read.errors) FAIL_CHECK(sentence(error));
  const auto& targets = read.configuration.gateway.notify;
  REQUIRE(targets.size() == 3);
  const auto& mail = targets[0];
  CHECK(mail.name == "planners");
  CHECK(mail.kind == NotifyKind::smtp);
  CHECK(mail.severity == "error");
  CHECK(mail.language == "zh");
  CHECK(mail.customers == std::vector<std::string>{"sgm"});
  CHECK(mail.quiet->from == 22h);
  CHECK(mail.quiet->to == 6h + 30min);
  CHECK_FALSE(mail.quiet->critical_passes);
  CHECK(mail.security == MailSecurity::starttls);
  CHECK(mail.to.size() == 2);
  CHECK(mail.ca_file == folder.path("secrets/ca.pem"));
  CHECK(mail.tells_closing);
  CHECK_FALSE(mail.reminds);
  CHECK(secrets_of(mail).size() == 2);
  const auto& hook = targets[1];
  CHECK(hook.kind == NotifyKind::webhook);
  CHECK(hook.language == "en");
  CHECK(hook.severity == "warn");
  CHECK_FALSE(hook.tells_closing);
  CHECK(hook.reminds == 4h);
  CHECK_FALSE(hook.quiet);
  CHECK(hook.time_limit == 30s);
  CHECK(targets[2].command == std::vector<std::string>{"page-somebody", "--team", "edi"});
  CHECK(targets[2].time_limit == 5s);
}

TEST_CASE("without notify nobody is told") {
  const Folder folder;
  CHECK(loaded(folder, "language: en\n").configuration.gateway.notify.empty());
}

TEST_CASE("every mistake is told at its place") {
  struct Case {
    const char *from, *to, *said;
  };
  for (const auto& c : {
           Case{"kind: webhook", "kind: email", "calloff.yaml:14:16: 'kind' cannot be 'email'"},
           Case{"secret: env:HOOK_KEY", "secret: s3cret-in-clear", "calloff.yaml:14:"},
           Case{", secret: env:HOOK_KEY", "", "calloff.yaml:14:3: 'secret' is missing"},
           Case{"    command: [page-somebody, --team, edi]\n", "", "calloff.yaml:15:3: 'command' is missing"},
           Case{"command: [page-somebody, --team, edi]", "command: []", "'command' is empty"},
           Case{"    time_limit: 5s", "    url: https://x.example",
                "calloff.yaml:18:5: 'url' belongs to kind webhook, not to program"},
           Case{"severity: error", "severity: bad", "'severity' cannot be 'bad'"},
           Case{"customers: sgm", "customers: sgn",
                "calloff.yaml:6:16: 'customers' names 'sgn', which is not configured; did you mean 'sgm'?"},
           Case{"to: 06:30", "to: 22:00", "'to' cannot be '22:00'; expected another time than `from`"},
           Case{"zone: Asia/Shanghai", "zone: Asia/Shangai", "Asia/Shangai"},
           Case{"smtp.example.com:587", "smtp.example.com", "calloff.yaml:8:13: 'server' cannot be"},
           Case{"smtp.example.com:587", "a b:25", "'server' cannot be"},
           Case{"smtp.example.com:587", "smtp.example.com:99999", "'server' cannot be"},
           Case{"wang@example.com", "wang", "calloff.yaml:10:26: 'to' cannot be 'wang'"},
           Case{"wang@example.com", "'a@b>\\r\\nX'", "'to' cannot be"},
           Case{"[li@example.com, wang@example.com]", "[]", "'to' is empty"},
           Case{"from: calloff@example.com", "from: Calloff <c@example.com>", "'from' cannot be"},
           Case{"    user: env:CALLOFF_MAIL_USER\n", "", "'user' is missing (user and password go together)"},
           Case{"    ca: secrets/ca.pem", "    security: none", "a password is never sent without TLS"},
           Case{"  pager:", "  the pager:", "'the pager' cannot be a name"},
           Case{"    severity: critical", "    severity_from: critical", "unknown key 'severity_from'"},
       }) {
    const auto said = mistakes(c.from, c.to);
    INFO(c.to << "\n" << said);
    CHECK(said.find(c.said) != std::string::npos);
    CHECK(said.find("s3cret") == std::string::npos);
    CHECK(split(said, '\n').size() == 2);
  }
}

TEST_CASE("a target's secrets are looked at with the others") {
  const Folder folder;
  folder.write("secrets/mail.password", "x\n");
  ::chmod(folder.path("secrets/mail.password").c_str(), 0644);
  const auto read = loaded(folder, kNotify);
  const auto found = check_secrets(read.configuration);
  REQUIRE(found.errors.size() == 1);
  CHECK(found.errors[0].code == "secrets/readable_by_others");
  CHECK(found.errors[0].where.position == folder.path("calloff.yaml:12:15"));
  CHECK(found.notes.size() == 2);  // two variables that are not set here
}

TEST_CASE("an address and a key out of the environment are looked at, and not shown") {
  const Folder folder;
  const auto found_with = [&](const char* url, const char* key) {
    url ? ::setenv("CALLOFF_TEST_URL", url, 1) : ::unsetenv("CALLOFF_TEST_URL");
    ::setenv("CALLOFF_TEST_KEY", key, 1);
    const auto read =
        loaded(folder, "notify:\n  hook: {kind: webhook, url: env:CALLOFF_TEST_URL, secret: env:CALLOFF_TEST_KEY}\n");
    const auto found = check_secrets(read.configuration);
    std::string codes;
    for (const auto& error : found.errors) codes += error.code + " " + sentence(error) + "\n";
    for (const auto& note : found.notes) codes += "note " + note.code + " " + sentence(note) + "\n";
    CHECK(codes.find("canary") == std::string::npos);
    return codes;
  };
  CHECK(found_with("https://hooks.example/canary", "whsec_b2xk") == "");
  CHECK(found_with(nullptr, "canary").starts_with("note secrets/not_set"));
  CHECK(found_with("https://li:canary@hooks.example", "canary").starts_with("notify/bad_url"));
  CHECK(found_with("https://hooks.example/canary", "whsec_canary!").starts_with("notify/bad_key"));
}
