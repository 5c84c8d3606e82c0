// House rules over the whole checkout. Every rule is first shown a text that breaks it.
#include "support/house/rules.hpp"

#include "support/catch.hpp"
#include "support/house/layers.hpp"
#include "support/paths.hpp"

namespace calloff::test::house {

namespace {

const std::vector<std::string> kCode = {".cpp", ".hpp"};
const std::vector<std::string> kProduct = {"gateway", "adapters", "simulator"};
const std::vector<std::string> kEverything = {"gateway",  "adapters", "simulator", "tests", "bench", "config",
                                              "mappings", "cmake",    "docs",      "dev.d", ".ci"};

std::vector<SourceFile> ours(const std::vector<std::string>& folders, const std::vector<std::string>& endings) {
  return read_files(source_folder(), folders, endings);
}

// The files at the root of the checkout, which no folder brings; .git is one where the checkout is a second work tree.
std::vector<SourceFile> with_root(std::vector<SourceFile> files) {
  for (const auto& entry : std::filesystem::directory_iterator(source_folder())) {
    if (entry.is_regular_file() && entry.path().filename() != ".git")
      files.push_back(read_file(source_folder(), entry.path()));
  }
  return files;
}

bool exists_here(const std::string& path) { return std::filesystem::exists(source_folder() / path); }

}  // namespace

TEST_CASE("comments and literals are not code") {
  CHECK(code_of("a; // b\nc") == "a;     \nc");
  CHECK(code_of("a /* b\nc */ d") == "a     \n     d");
  CHECK(code_of(R"(f("x\"y", 'z', 1'000))") == R"(f(      ,    , 1'000))");
  CHECK(code_of("R\"q(now)\" x)q\" y") == "               y");
}

TEST_CASE("only a clock's file asks what time it is") {
  for (const std::string line :
       {"auto t = std::chrono::system_clock::now();", "auto t = Wall::now ();", "clock_gettime(CLOCK_REALTIME, &t);",
        "auto t = time(nullptr);", "std::this_thread::sleep_for(1s);", "usleep(3);"}) {
    INFO(line);
    CHECK(describe(clock_offences({{"gateway/a.cpp", "\n" + line}}, {}))
              .starts_with("gateway/a.cpp:2: time is handed in: "));
    CHECK(clock_offences({{"gateway/a.cpp", line}}, {"gateway/a.cpp"}).empty());
  }
  for (const std::string line :
       {"clock.now();", "clock->now();", "// system_clock::now()", "local_time(now, zone);", "take_time(text, out);"}) {
    INFO(line);
    CHECK(clock_offences({{"gateway/a.cpp", line}}, {}).empty());
  }

  const auto layers = parse_layers(ours({"gateway"}, {"/LAYERS"}).at(0).text);
  CHECK(describe(clock_offences(ours(kProduct, kCode), layers.clock_files)) == "");
}

TEST_CASE("tests ask no clock and do not sleep") {
  CHECK(describe(clock_offences(
            ours({"tests/unit", "tests/contract", "tests/golden", "tests/process", "tests/simulation"}, kCode), {})) ==
        "");
}

TEST_CASE("no file has more than 500 lines") {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "x\n";
  CHECK(length_offences({{"a.cpp", text}}).empty());
  CHECK(describe(length_offences({{"a.cpp", text + "x\n"}})) == "a.cpp:501: 501 lines; a file has 500 at most\n");
  CHECK(describe(length_offences(ours({"gateway", "adapters", "simulator", "tests", "bench", "dev.d"}, {}))) == "");
}

TEST_CASE("headers begin with pragma once") {
  CHECK(guard_offences({{"a.hpp", "// why\n\n#pragma once\n"}, {"a.cpp", "int x;\n"}}).empty());
  CHECK(describe(guard_offences({{"a.hpp", "#include <vector>\n#pragma once\n"}})) ==
        "a.hpp:1: a header begins with #pragma once\n");
  CHECK(guard_offences({{"a.hpp", ""}}).size() == 1);
  CHECK(describe(guard_offences(ours({"gateway", "adapters", "simulator", "tests"}, kCode))) == "");
}

TEST_CASE("no path of one machine") {
  const std::string machine = std::string("/ho") + "me/li/calloff";
  CHECK(describe(machine_path_offences({{"a.yaml", "x: 1\ndata: " + machine + "\n"}})) ==
        "a.yaml:2: a path of one machine:  " + machine + "\n");
  CHECK(machine_path_offences({{"a.yaml", "url: http://portal" + machine + "\n"}}).empty());
  CHECK(describe(machine_path_offences(with_root(ours(kEverything, {})))) == "");
}

TEST_CASE("no marks of unfinished work, no empty names") {
  const std::string mark = std::string("TO") + "DO";
  CHECK(describe(leftover_offences({{"a.cpp", "// " + mark + ": later\n"}})) ==
        "a.cpp:1: unfinished work belongs in an issue: " + mark + "\n");
  CHECK(describe(leftover_offences({{"gateway/base/string_utils.hpp", ""}})) ==
        "gateway/base/string_utils.hpp:1: the name says nothing about what is inside\n");
  CHECK(leftover_offences({{"gateway/base/text.hpp", "// all done\n"}}).empty());
  CHECK(describe(leftover_offences(
            ours({"gateway", "adapters", "simulator", "tests", "bench", "cmake", "dev.d"}, {}))) == "");
}

TEST_CASE("an adapter has its three files") {
  CHECK(describe(adapter_offences(
            {{"adapters/CMakeLists.txt", ""}, {"adapters/one/adapter.cpp", ""}, {"adapters/one/spec.cpp", ""}})) ==
        "adapters/one/README.md:1: every adapter has one\n");
  CHECK(describe(adapter_offences(ours({"adapters"}, {}))) == "");
}

TEST_CASE("coroutines of adapters take values: what they were called with may be gone when they go on") {
  for (const std::string text : {"Task<void> accept(Run& run,\n Listed& listed);",
                                 "Task<Seen> Omx::view(Run& run, std::vector<Part>& evidence) {",
                                 "boost::asio::awaitable<Written> ask(const Query& query)"}) {
    INFO(text);
    CHECK(coroutine_offences({{"a.cpp", text}}).size() == 1);
  }
  for (const std::string text :
       {"Task<void> open(adapter_api::Run& run) override;", "void note(const std::string& entry);",
        "std::function<Task<void>(Adapter&, Run&, Session&)> body;", "Task<Part> fetch(Run& run, Entry entry)"}) {
    INFO(text);
    CHECK(coroutine_offences({{"a.cpp", text}}).empty());
  }
  CHECK(describe(coroutine_offences(ours({"adapters"}, kCode))) == "");
}

TEST_CASE("links in Markdown lead somewhere") {
  const auto exists = [](const std::string& path) { return path == "docs/there.md"; };
  const std::string text = "[a](there.md) [b](there.md#part) [c](https://example.org/x) [d](#here)\n[e](../gone.md)\n";
  CHECK(describe(link_offences({{"docs/page.md", text}}, exists)) == "docs/page.md:2: leads nowhere: ../gone.md\n");
  std::vector<SourceFile> pages;
  for (auto& file : with_root(ours(kEverything, {".md"}))) {
    if (file.path.ends_with(".md")) pages.push_back(std::move(file));
  }
  REQUIRE(!pages.empty());
  CHECK(describe(link_offences(pages, exists_here)) == "");
}

}  // namespace calloff::test::house
