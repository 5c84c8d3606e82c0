#include "base/hash.hpp"

#include "support/catch.hpp"

using namespace calloff;

// source: FIPS 180-4 examples
TEST_CASE("SHA-256 gives the standard's digests") {
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256(std::string(1'000'000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("bytes that come piece by piece have the same digest") {
  for (const std::size_t piece : {1u, 63u, 64u, 1000u}) {
    INFO(piece);
    const std::string bytes(1000, 'a');
    Sha256 hash;
    for (std::size_t at = 0; at < bytes.size(); at += piece) hash.add(std::string_view(bytes).substr(at, piece));
    CHECK(hash.finish() == sha256(bytes));
  }
  CHECK(Sha256().finish() == sha256(""));
}

TEST_CASE("an id depends on its content, on where its fields end, and on nothing else") {
  CHECK(content_id("rec_", {"ab", "c"}) == content_id("rec_", {"ab", "c"}));
  CHECK(content_id("rec_", {"ab", "c"}) != content_id("rec_", {"a", "bc"}));
  CHECK(content_id("rec_", {"ab", ""}) != content_id("rec_", {"ab"}));
  CHECK(content_id("rec_", {"a"}).size() == 20);
  CHECK(content_id("x", {"a"}, 8).size() == 9);
  CHECK(content_id("rec_", {"a"}).starts_with("rec_"));
}
