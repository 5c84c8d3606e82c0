#include "store/archive.hpp"

#include <fstream>

#include "base/hash.hpp"
#include "folder.hpp"

using namespace calloff;
using namespace calloff::store;

TEST_CASE("archived bytes come back as they were, under the hash of what they were") {
  const Folder folder;
  const Archive archive(folder.path());
  const auto bytes =
      GENERATE(std::string(), std::string("a page"), std::string("\0\xff\x80", 3), std::string(200'000, 'x'));
  const auto ref = archive.put(bytes);
  REQUIRE(ref);
  CHECK(ref->sha256 == sha256(bytes));
  CHECK(ref->size == bytes.size());
  CHECK(archive.put(bytes).value() == *ref);
  CHECK(archive.get(ref->sha256).value() == bytes);
  std::vector<std::string> all;
  archive.each([&](const std::string& hash) { all.push_back(hash); });
  CHECK(all == std::vector{ref->sha256});
}

TEST_CASE("what belongs together is archived in one go, each content once") {
  const Folder folder;
  const Archive archive(folder.path());
  const std::vector<std::string> all{"a", "b", "a", "c", "d", "e", "", "b"};
  const auto refs = archive.put_all(all).value();
  REQUIRE(refs.size() == all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    CHECK(refs[i].sha256 == sha256(all[i]));
    CHECK(archive.get(refs[i].sha256).value() == all[i]);
  }
  std::size_t files = 0;
  archive.each([&](const std::string&) { ++files; });
  CHECK(files == 6);
  CHECK(archive.sweep_temporary() == 0);
  CHECK(archive.put_all({}).value().empty());
}

TEST_CASE("of what fails in the middle nothing half-written is left") {
  const Folder folder;
  const Archive archive(folder.path());
  // The second has no place: a file stands where its folder should be.
  std::ofstream(archive.path_of(sha256("second")).parent_path()) << "in the way";
  const auto failed = archive.put_all({"first", "second"});
  REQUIRE(!failed);
  CHECK(failed.error().code == "store/io");
  CHECK(archive.sweep_temporary() == 0);
  CHECK(!archive.contains(sha256("second")));
}

TEST_CASE("what is not archived or no name of a file is missing") {
  const Folder folder;
  const Archive archive(folder.path());
  const auto name =
      GENERATE(std::string(), std::string("../../etc/passwd"), std::string(64, 'a'), std::string(64, '/'));
  INFO(name);
  CHECK(!archive.contains(name));
  CHECK(archive.get(name).error().code == "store/archive_missing");
}

TEST_CASE("a damaged file is found, wherever the damage is") {
  const Folder folder;
  const Archive archive(folder.path());
  const auto ref = archive.put("a page of some length, so that there is something to damage").value();
  const auto path = archive.path_of(ref.sha256);
  const auto size = std::filesystem::file_size(path);
  for (std::uintmax_t i = 0; i < size; ++i) {
    INFO("byte " << i);
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(static_cast<std::streamoff>(i));
    const char was = static_cast<char>(file.get());
    file.seekp(static_cast<std::streamoff>(i));
    file.put(static_cast<char>(was ^ 0x20)).flush();
    const auto bytes = archive.get(ref.sha256);
    // A bit that compression does not use may turn without harm; wrong bytes never come back.
    CHECK((bytes ? sha256(*bytes) == ref.sha256 : bytes.error().code == "store/archive_damaged"));
    file.seekp(static_cast<std::streamoff>(i));
    file.put(was).flush();
  }
  std::filesystem::resize_file(path, size - 1);
  CHECK(archive.get(ref.sha256).error().code == "store/archive_damaged");
}

TEST_CASE("half-written files are swept") {
  const Folder folder;
  const Archive archive(folder.path());
  REQUIRE(archive.put("whole"));
  std::ofstream(folder.path() / "tmp" / "half") << "ha";
  CHECK(archive.sweep_temporary() == 1);
  CHECK(std::filesystem::is_empty(folder.path() / "tmp"));
}
