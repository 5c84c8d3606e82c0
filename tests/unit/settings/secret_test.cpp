#include "settings/secret.hpp"

#include <sys/stat.h>

#include <cstdlib>
#include <type_traits>

#include "base/text.hpp"
#include "folder.hpp"
#include "settings/configuration.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::settings;

namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};
static_assert(Printable<std::string> && !Printable<SecretText>, "a secret cannot be streamed");
static_assert(!std::is_copy_constructible_v<SecretText> && !std::is_convertible_v<SecretText, std::string>);

Result<SecretText> read_file(const Folder& folder, const std::string& text, mode_t mode) {
  folder.write("secret", text);
  ::chmod(folder.path("secret").c_str(), mode);
  return read_secret(parse_secret_reference("file:secret", folder.path()).value());
}

Account account_with(const Folder& folder, const std::string& yaml) {
  Account account;
  account.own_keys = read_yaml(yaml, "customers/sgm.yaml").value();
  account.folder = folder.path();
  account.place = {"customers/sgm.yaml", 7, 3};
  return account;
}

}  // namespace

TEST_CASE("a reference says where a secret is kept") {
  CHECK(parse_secret_reference("env:SGM_PASSWORD", "/etc/calloff")->name == "SGM_PASSWORD");
  CHECK(parse_secret_reference("file:secrets/jq", "/etc/calloff")->name == "/etc/calloff/secrets/jq");
  CHECK(parse_secret_reference("file:/run/credentials/jq", "/etc/calloff")->name == "/run/credentials/jq");
}

TEST_CASE("what is no reference is refused without being repeated") {
  const auto* text = GENERATE("hunter2", "", "env:", "env:A B", "env:1A", "file:", "ENV:A", "vault:x", "env:A$(id)");
  INFO(text);
  const auto reference = parse_secret_reference(text, "/etc/calloff");
  REQUIRE(!reference);
  CHECK(reference.error().code == "secrets/bad_reference");
  CHECK(reference.error().args.empty());
}

TEST_CASE("one line break at a file's end is not part of the secret") {
  struct Case {
    const char *written, *secret;
  };
  const auto c = GENERATE(Case{"s3cret", "s3cret"}, Case{"s3cret\n", "s3cret"}, Case{"s3cret\r\n", "s3cret"},
                          Case{" s3 cret \n", " s3 cret "}, Case{"s3cret\n\n", "s3cret\n"}, Case{"密码\n", "密码"});
  const Folder folder;
  const auto text = read_file(folder, c.written, 0600);
  REQUIRE(text.has_value());
  CHECK(text->reveal() == c.secret);
}

TEST_CASE("only its owner may read a secret file") {
  const Folder folder;
  for (const mode_t mode : {0600u, 0400u, 0700u}) {
    INFO(mode);
    CHECK(read_file(folder, "x", mode).has_value());
  }
  for (const mode_t mode : {0640u, 0604u, 0660u, 0620u, 0644u, 0777u}) {
    INFO(mode);
    const auto text = read_file(folder, "x", mode);
    REQUIRE(text.has_error());
    CHECK(text.error().code == "secrets/readable_by_others");
  }
  const auto told = sentence(read_file(folder, "x", 0644).error());
  CHECK(
      replace_all(told, folder.path() + "/", "") ==
      "secret file secret may be read or written by others (mode 0644); run chmod 600 secret, and change the secret if "
      "others could have read it");
}

TEST_CASE("what cannot be read says what to do") {
  const Folder folder;
  const auto absent = read_secret(parse_secret_reference("file:no", folder.path()).value());
  CHECK(absent.error().code == "secrets/missing_file");
  CHECK(sentence(absent.error())
            .ends_with("does not exist; write the secret into it, then chmod 600 " + folder.path("no")));
  CHECK(read_secret(parse_secret_reference("file:.", folder.path()).value()).error().code == "secrets/not_a_file");
  CHECK(read_file(folder, "", 0600).error().code == "secrets/empty");
  CHECK(read_file(folder, "\n", 0600).error().code == "secrets/empty");
  CHECK(read_file(folder, std::string(70'000, 'x'), 0600).error().code == "secrets/too_large");
}

TEST_CASE("a variable is read when it is asked for") {
  const auto reference = parse_secret_reference("env:CALLOFF_TEST_SECRET", ".").value();
  ::unsetenv("CALLOFF_TEST_SECRET");
  CHECK(sentence(read_secret(reference).error()) ==
        "environment variable CALLOFF_TEST_SECRET is not set; set it for the user Calloff runs as");
  ::setenv("CALLOFF_TEST_SECRET", "", 1);
  CHECK(read_secret(reference).error().code == "secrets/not_set");
  ::setenv("CALLOFF_TEST_SECRET", "x y", 1);
  CHECK(read_secret(reference)->reveal() == "x y");
  CHECK(resolve_environment("env:CALLOFF_TEST_SECRET").value() == "x y");
  CHECK(resolve_environment("https://portal.example").value() == "https://portal.example");
  ::unsetenv("CALLOFF_TEST_SECRET");
}

TEST_CASE("a secret that was moved away is gone") {
  SecretText first("s3cret");
  const SecretText second(std::move(first));
  CHECK(second.reveal() == "s3cret");
  CHECK(first.is_empty());  // NOLINT(bugprone-use-after-move): what is left behind is what is tested
}

TEST_CASE("an account's secrets and settings are read by key, errors at the key's place") {
  const Folder folder;
  folder.write("pw", "s3cret\n");
  ::chmod(folder.path("pw").c_str(), 0600);
  ::setenv("CALLOFF_TEST_URL", "http://127.0.0.1:8080", 1);
  ::unsetenv("CALLOFF_TEST_USER");
  const auto account = account_with(
      folder,
      "base_url: env:CALLOFF_TEST_URL\nuser: env:CALLOFF_TEST_USER\npassword: file:pw\nkeys: certs/jq.pem\n"
      "words: {empty: [no rows, 'nothing, at all']}\n");
  const auto spec =
      object("x",
             {field("base_url", Type::url, "").required(), field("user", Type::secret, "").required(),
              field("password", Type::secret, "").required(), field("keys", Type::path, ""),
              field("site", Type::text, "the site").required(), field("path", Type::text, "").with_default("core"),
              object("words",
                     {list_of("locked", field("word", Type::text, ""), "").or_single().with_default("locked, blocked"),
                      list_of("empty", field("word", Type::text, ""), "").with_default("none"),
                      field("count", Type::text, "").with_default("{rows}")},
                     "")},
             "");
  CHECK(secret(account, "password")->reveal() == "s3cret");
  CHECK(sentence(secret(account, "user").error())
            .starts_with("customers/sgm.yaml:2:7: environment variable CALLOFF_TEST_USER"));
  CHECK(secret(account, "pin").error().code == "settings/missing_key");
  const std::map<std::string, std::string> expected{{"base_url", "http://127.0.0.1:8080"},
                                                    {"keys", folder.path("certs/jq.pem")},
                                                    {"site", ""},
                                                    {"path", "core"},
                                                    {"words.locked", "locked\nblocked"},
                                                    {"words.empty", "no rows\nnothing, at all"},
                                                    {"words.count", "{rows}"}};
  CHECK(settings_of(account, spec).value() == expected);
  const auto errors = check_account(account, spec);
  REQUIRE(errors.size() == 1);
  CHECK(sentence(errors[0]) == "customers/sgm.yaml:1:1: 'site' is missing (the site)");
  ::unsetenv("CALLOFF_TEST_URL");
}

TEST_CASE("an account's unknown key finds the keys that all accounts have, too") {
  const Folder folder;
  const auto account = account_with(folder, "site: JQ\nhour: 06:00-23:30\nstie: DY\npassword: s3cret\n");
  const auto errors = check_account(
      account,
      object("x", {field("site", Type::text, "").required(), field("password", Type::secret, "").required()}, ""));
  REQUIRE(errors.size() == 2);  // the password's mistake is told once, when the file is read
  CHECK(sentence(errors[0]) == "customers/sgm.yaml:2:1: unknown key 'hour'; did you mean 'hours'?");
  CHECK(sentence(errors[1]) == "customers/sgm.yaml:3:1: unknown key 'stie'; did you mean 'site'?");
}

TEST_CASE("secrets of a configuration: what must be mended, and what only this machine lacks") {
  const Folder folder;
  folder.write("pw", "s3cret\n");
  ::chmod(folder.path("pw").c_str(), 0644);
  Configuration configuration;
  configuration.customers.emplace_back();
  configuration.customers[0].accounts.push_back(account_with(folder, "user: file:absent\npassword: file:pw\n"));
  const auto findings = check_secrets(configuration);
  REQUIRE(findings.errors.size() == 1);
  CHECK(findings.errors[0].code == "secrets/readable_by_others");
  CHECK(findings.errors[0].where.position == "customers/sgm.yaml:2:11");
  REQUIRE(findings.notes.size() == 1);
  CHECK(findings.notes[0].code == "secrets/missing_file");
}
