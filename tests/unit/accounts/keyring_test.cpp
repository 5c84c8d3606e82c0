#include "accounts/keyring.hpp"

#include <sys/stat.h>

#include <fstream>

#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace calloff;
using accounts::Keyring;

TEST_CASE("what is sealed opens with the same key and name, and with nothing else") {
  const test::TemporaryFolder folder, other_folder;
  const auto ring = *Keyring::open(folder.path());
  const auto sealed = ring.seal("JSESSIONID=abc", "sgm/jq");
  CHECK(sealed.find("JSESSIONID") == std::string::npos);
  CHECK(*ring.unseal(sealed, "sgm/jq") == "JSESSIONID=abc");
  CHECK(*Keyring::open(folder.path())->unseal(sealed, "sgm/jq") == "JSESSIONID=abc");
  CHECK(ring.unseal(sealed, "sgm/omx").error().code == "accounts/seal_broken");
  CHECK(Keyring::open(other_folder.path())->unseal(sealed, "sgm/jq").error().code == "accounts/seal_broken");
  CHECK(ring.seal("x", "n") != ring.seal("x", "n"));
}

TEST_CASE("every changed byte of a seal is found") {
  const test::TemporaryFolder folder;
  const auto ring = *Keyring::open(folder.path());
  const auto sealed = ring.seal("cookie", "sgm/jq");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto changed = sealed;
    changed[i] = char(changed[i] ^ 1);
    INFO(i);
    CHECK(!ring.unseal(changed, "sgm/jq"));
  }
  CHECK(!ring.unseal(sealed.substr(0, 20), "sgm/jq"));
}

TEST_CASE("the key file is its owner's alone") {
  const test::TemporaryFolder folder;
  REQUIRE(Keyring::open(folder.path()));
  struct stat s{};
  REQUIRE(stat((folder.path() / "key").c_str(), &s) == 0);
  CHECK((s.st_mode & 0777) == 0600);
  chmod((folder.path() / "key").c_str(), 0640);
  CHECK(Keyring::open(folder.path()).error().code == "accounts/key_open_to_others");
}

TEST_CASE("a mark tells that credentials changed and nothing else") {
  const test::TemporaryFolder folder;
  const auto ring = *Keyring::open(folder.path());
  CHECK(ring.mark("a") == ring.mark("a"));
  CHECK(ring.mark("a") != ring.mark("b"));
  CHECK(ring.mark("secret").find("secret") == std::string::npos);
}
