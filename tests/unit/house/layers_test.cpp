// gateway/LAYERS against every #include.
#include "support/house/layers.hpp"

#include "support/catch.hpp"
#include "support/paths.hpp"

namespace calloff::test::house {

namespace {

constexpr std::string_view kTable = R"(# a comment
layer base:
layer store: base
layer api: base store/door.hpp
layer app: below
layer adapters: base
library sqlite = sqlite3.h sqlite/ : store
clock gateway/base/clock.cpp
)";

std::string layers_say(const std::vector<SourceFile>& files) {
  return describe(layer_offences(parse_layers(kTable), files));
}

std::string libraries_say(const std::vector<SourceFile>& files) {
  return describe(library_offences(parse_layers(kTable), files));
}

Layers our_layers() { return parse_layers(read_files(source_folder(), {"gateway"}, {"/LAYERS"}).at(0).text); }

std::vector<SourceFile> our_sources() {
  return read_files(source_folder(), {"gateway", "adapters", "simulator"}, {".cpp", ".hpp"});
}

}  // namespace

TEST_CASE("the table of layers is read strictly") {
  const auto layers = parse_layers(kTable);
  CHECK(layers.may_include.at("app") == std::set<std::string>{"api", "base", "store"});
  CHECK(layers.clock_files == std::set<std::string>{"gateway/base/clock.cpp"});
  CHECK_THROWS_WITH(parse_layers("layer base:\nlayer store: mapping\n"),
                    "gateway/LAYERS:2: mapping stands on no earlier line");
  CHECK_THROWS_WITH(parse_layers("layer base:\nlayer base:\n"), "gateway/LAYERS:2: base is there twice");
  CHECK_THROWS_WITH(parse_layers("layer base\n"), "gateway/LAYERS:1: a layer needs a colon");
  CHECK_THROWS_WITH(parse_layers("library x = x.h : base\n"), "gateway/LAYERS:1: base is no layer");
  CHECK_THROWS_WITH(parse_layers("tier base:\n"), "gateway/LAYERS:1: 'tier' is none of layer, library, clock");
}

TEST_CASE("includes against the table") {
  struct Case {
    std::string path;
    std::string include;
    std::string said;
  };
  const Case cases[] = {
      {"gateway/store/a.cpp", "#include \"base/x.hpp\"", ""},
      {"gateway/store/a.cpp", "#include \"store/x.hpp\"", ""},
      {"gateway/store/a.cpp", "#include \"x.hpp\"", ""},
      {"gateway/store/a.cpp", "#include <vector>", ""},
      {"gateway/api/a.cpp", "#include \"store/door.hpp\"", ""},
      {"gateway/app/a.cpp", "#include \"api/x.hpp\"", ""},
      {"gateway/base/a.cpp", "#include \"store/x.hpp\"", "gateway/base/a.cpp:2: base may not include store/x.hpp\n"},
      {"gateway/api/a.cpp", "#  include \"store/room.hpp\"",
       "gateway/api/a.cpp:2: api may not include store/room.hpp\n"},
      {"gateway/store/a.cpp", "#include \"../base/x.hpp\"",
       "gateway/store/a.cpp:2: an include may not climb: ../base/x.hpp\n"},
      {"adapters/one/a.cpp", "#include \"adapters/one/x.hpp\"", ""},
      {"adapters/one/a.cpp", "#include \"adapters/two/x.hpp\"",
       "adapters/one/a.cpp:2: adapters may not include adapters/two/x.hpp\n"},
      {"adapters/one/a.cpp", "#include \"store/x.hpp\"",
       "adapters/one/a.cpp:2: adapters may not include store/x.hpp\n"},
      {"gateway/app/a.cpp", "#include \"adapters/one/x.hpp\"",
       "gateway/app/a.cpp:2: app may not include adapters/one/x.hpp\n"},
      {"gateway/attic/a.cpp", "#include \"base/x.hpp\"", "gateway/attic/a.cpp:1: attic is not in gateway/LAYERS\n"},
  };
  for (const auto& c : cases) {
    INFO(c.path << " " << c.include);
    CHECK(layers_say({{c.path, "// first line\n" + c.include + "\n"}}) == c.said);
  }
}

TEST_CASE("a library stays inside the folder that wraps it") {
  CHECK(libraries_say({{"gateway/store/a.cpp", "#include <sqlite3.h>\n"}}).empty());
  CHECK(libraries_say({{"gateway/app/a.cpp", "#include <sqlite3.h>\n"}}) ==
        "gateway/app/a.cpp:1: app does not wrap sqlite (sqlite3.h)\n");
  CHECK(libraries_say({{"gateway/base/a.hpp", "#include <boost/asio.hpp>\n"}}) ==
        "gateway/base/a.hpp:1: boost/asio.hpp brings all of Asio; include the parts that are used\n");

  const std::vector<SourceFile> leaking = {
      {"gateway/store/handle.hpp", "#pragma once\n#include <sqlite3.h>\n"},
      {"gateway/store/inside.cpp", "#include \"store/handle.hpp\"\n"},
      {"gateway/store/door.hpp", "#pragma once\n#include \"handle.hpp\"\n"},
      {"gateway/app/a.cpp", "#include \"store/door.hpp\"\n"},
  };
  CHECK(libraries_say(leaking) == "gateway/app/a.cpp:1: store/door.hpp shows sqlite, which stays inside store\n");
}

TEST_CASE("our includes obey gateway/LAYERS") {
  const auto files = our_sources();
  REQUIRE(files.size() > 10);
  CHECK(describe(layer_offences(our_layers(), files)) == "");
}

TEST_CASE("our libraries stay inside the folders that wrap them") {
  CHECK(describe(library_offences(our_layers(), our_sources())) == "");
}

}  // namespace calloff::test::house
