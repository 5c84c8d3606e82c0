// What a keyring signs.
#include "accounts/keyring.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace calloff;

TEST_CASE("a signature is of these bytes and this key, and the key is the folder's own") {
  const test::TemporaryFolder one, two;
  const auto ours = accounts::Keyring::open(one.path()).value(), theirs = accounts::Keyring::open(two.path()).value();
  const auto signature = ours.sign("a text");
  CHECK(accounts::Keyring::is_signed("a text", signature, ours.public_key()));
  CHECK_FALSE(accounts::Keyring::is_signed("a text.", signature, ours.public_key()));
  CHECK_FALSE(accounts::Keyring::is_signed("a text", signature, theirs.public_key()));
  CHECK_FALSE(accounts::Keyring::is_signed("a text", signature.substr(2), ours.public_key()));
  CHECK_FALSE(accounts::Keyring::is_signed("a text", signature, ""));
  CHECK(accounts::Keyring::open(one.path()).value().public_key() == ours.public_key());
}
