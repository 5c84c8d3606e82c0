// log, retention, disk and dead_man of calloff.yaml; the way out of an account; and the passwords of all of it.
#include <sys/stat.h>

#include "base/text.hpp"
#include "folder.hpp"
#include "settings/passwords.hpp"
#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::settings;
using namespace std::chrono_literals;

namespace {

const std::string kWayOut = R"(
    proxy: {url: 'http://proxy.example:3128', user: env:CARE_TEST_USER, password: env:CARE_TEST_PROXY}
    client_certificate: {certificate: ours.pem, key: ours.key, key_password: file:key.password}
    tls_exception: {until: 2026-06-30, reason: renewal is late, fingerprint: ')" +
                            std::string("4D:9E:") + std::string(60, 'A') + "'}\n";

LoadedConfiguration loaded(const Folder& folder, const std::string& gateway, const std::string& account = {}) {
  folder.write("calloff.yaml", gateway);
  folder.write(
      "customers/sgm.yaml",
      "customer: sgm\nname: {en: SAIC-GM}\nplants: {JQ: {zone: Asia/Shanghai}}\naccounts:\n  jq:\n    adapter: "
      "sgm_eschedule\n    plant: JQ\n    password: env:CARE_TEST_PASSWORD" +
          account + "\nfeeds: {daily: {account: jq, schedule: {at: [09:00]}}}\n");
  return load_configuration(folder.path());
}

std::string told(const Folder& folder, const std::vector<Error>& errors) {
  std::string lines;
  for (const auto& error : errors) lines += replace_all(sentence(error), folder.path() + "/", "") + "\n";
  return lines;
}

/// The mistakes of the way out with one piece replaced, a line each.
std::string mistakes(const std::string& from, const std::string& to) {
  const Folder folder;
  folder.write("ours.pem", "x");
  folder.write("ours.key", "x");
  auto text = kWayOut;
  const auto at = text.find(from);
  REQUIRE(at != text.npos);
  text.replace(at, from.size(), to);
  return told(folder, loaded(folder, "language: en\n", text).errors);
}

}  // namespace

TEST_CASE("without a word, nothing is kept shorter than ten years, ninety and thirty days, and nobody is asked") {
  const Folder folder;
  const auto gateway = loaded(folder, "language: en\n").configuration.gateway;
  CHECK(gateway.retention.documents == 24h * 3650);
  CHECK(gateway.retention.exchanges == 24h * 90);
  CHECK(gateway.retention.logs == 24h * 30);
  CHECK(gateway.disk.low == 1024u << 20);
  CHECK(gateway.log.format == LogFormat::automatic);
  CHECK(gateway.log.folder.empty());
  CHECK(!gateway.dead_man);
}

TEST_CASE("care is read as it is written") {
  const Folder folder;
  const auto read = loaded(folder, R"(log: {format: json, folder: logs}
retention: {documents: 400d, exchanges: 30d, logs: 7d}
disk: {low_mib: 5}
dead_man: {url: 'https://monitor.example/x', every: 1m, ca: ca.pem}
)");
  CHECK(told(folder, read.errors) == "");
  const auto& gateway = read.configuration.gateway;
  CHECK(gateway.log.format == LogFormat::json);
  CHECK(gateway.log.folder == folder.path("logs"));
  CHECK(gateway.retention.documents == 24h * 400);
  CHECK(gateway.retention.exchanges == 24h * 30);
  CHECK(gateway.retention.logs == 24h * 7);
  CHECK(gateway.disk.low == 5u << 20);
  REQUIRE(gateway.dead_man);
  CHECK(gateway.dead_man->url == "https://monitor.example/x");
  CHECK(gateway.dead_man->every == 1min);
  CHECK(gateway.dead_man->ca_file == folder.path("ca.pem"));
  CHECK(told(folder, loaded(folder, "retention: {documents: 2h}\n").errors).find("calloff.yaml:1:") == 0);
}

TEST_CASE("an account's way out is read as it is written, and ends when its exception does") {
  const Folder folder;
  folder.write("ours.pem", "x");
  folder.write("ours.key", "x");
  const auto read = loaded(folder, "language: en\n", kWayOut);
  CHECK(told(folder, read.errors) == "");
  const auto& way = read.configuration.customers.at(0).accounts.at(0).way_out;
  REQUIRE(way.proxy);
  CHECK(way.proxy->url == "http://proxy.example:3128");
  REQUIRE(way.client_certificate);
  CHECK(way.client_certificate->file == folder.path("ours.pem"));
  CHECK(way.client_certificate->key_file == folder.path("ours.key"));
  REQUIRE(way.tls_exception);
  CHECK(way.tls_exception->fingerprint == "4d9e" + std::string(60, 'a'));
  CHECK(end_of(*way.tls_exception, "Asia/Shanghai") == parse_instant("2026-06-30T16:00:00Z").value());
  CHECK(secrets_of(way).size() == 3);
}

TEST_CASE("each mistake of a way out is told at its place") {
  const auto over_tls = mistakes("http://proxy", "https://proxy");
  CHECK(over_tls.find("url holds no address of a proxy: http://HOST:PORT") != std::string::npos);
  CHECK(split(over_tls, '\n').size() == 2);
  CHECK(mistakes(", password: env:CARE_TEST_PROXY", "").find("user and password go together") != std::string::npos);
  CHECK(mistakes("ours.pem", "other.pem").find("'certificate' names other.pem, which is not there") !=
        std::string::npos);
  CHECK(mistakes("until: 2026-06-30, ", "").find("until") != std::string::npos);
  CHECK(mistakes("reason: renewal is late, ", "").find("reason") != std::string::npos);
  CHECK(mistakes("4D:9E:", "4D:9E:0").find("64 hexadecimal digits") != std::string::npos);
}

TEST_CASE("a private key is guarded like a password") {
  const Folder folder;
  folder.write("ours.pem", "x");
  folder.write("ours.key", "PRIVATE");
  folder.write("key.password", "pass");
  ::chmod(folder.path("ours.key").c_str(), 0644);
  ::chmod(folder.path("key.password").c_str(), 0600);
  for (const char* name : {"CARE_TEST_USER", "CARE_TEST_PROXY", "CARE_TEST_PASSWORD"}) ::setenv(name, name, 1);
  const auto read = loaded(folder, "dead_man: {url: env:CARE_TEST_URL}\n", kWayOut);
  const auto open = check_secrets(read.configuration);
  CHECK(told(folder, open.errors).find("ours.key may be read or written by others") != std::string::npos);
  ::chmod(folder.path("ours.key").c_str(), 0600);
  CHECK(told(folder, check_secrets(read.configuration).errors) == "");
  ::setenv("CARE_TEST_URL", "https://u:canary@monitor.example/key", 1);
  const auto bad = told(folder, check_secrets(read.configuration).errors);
  CHECK(bad.find("CARE_TEST_URL holds no web address") != std::string::npos);
  CHECK(bad.find("canary") == std::string::npos);
  ::setenv("CARE_TEST_URL", "https://monitor.example/key", 1);
  CHECK(told(folder, check_secrets(read.configuration).errors) == "");
  CHECK(known_passwords(read.configuration) ==
        std::vector<std::string>{"CARE_TEST_PASSWORD", "CARE_TEST_PROXY", "pass", "https://monitor.example/key"});
}

TEST_CASE("the address of a webhook that a variable holds is a secret; one that stands in the file is none") {
  const Folder folder;
  ::setenv("CARE_TEST_HOOK", "https://hooks.example/key", 1);
  ::unsetenv("CARE_TEST_PASSWORD");
  const auto read = loaded(folder,
                           "notify:\n  kept: {kind: webhook, url: env:CARE_TEST_HOOK, secret: env:CARE_TEST_ABSENT}\n"
                           "  open: {kind: webhook, url: 'https://hooks.example/', secret: env:CARE_TEST_ABSENT}\n");
  CHECK(known_passwords(read.configuration) == std::vector<std::string>{"https://hooks.example/key"});
}

TEST_CASE("a proxy's address that a variable holds is judged as one that stands in the file") {
  const Folder folder;
  ::setenv("CARE_TEST_PASSWORD", "x", 1);
  const auto found_with = [&](const char* url) {
    url ? ::setenv("CARE_TEST_WAY", url, 1) : ::unsetenv("CARE_TEST_WAY");
    const auto read = loaded(folder, "language: en\n", "\n    proxy: {url: env:CARE_TEST_WAY}");
    CHECK(told(folder, read.errors) == "");
    const auto found = check_secrets(read.configuration);
    CHECK(told(folder, found.errors).find("canary") == std::string::npos);
    for (const auto* all : {&found.errors, &found.notes})
      if (!all->empty()) return all->front().code;
    return std::string();
  };
  CHECK(found_with("http://proxy.example:3128") == "");
  CHECK(found_with("https://proxy.example:3128") == "settings/bad_proxy_url");
  CHECK(found_with("http://u:canary@proxy.example:3128") == "settings/bad_proxy_url");
  CHECK(found_with(nullptr) == "secrets/not_set");
}
