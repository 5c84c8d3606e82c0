#include "formats/offset_map.hpp"

#include "formats/page_locator.hpp"
#include "support/catch.hpp"

using namespace calloff::formats;

namespace {

/// A mark of three bytes, then: a中中b€𠮷é, as if each came of a charset of other lengths.
OffsetMap some_map() {
  OffsetMap map;
  map.skip_at_start(3);
  map.add(0, 1, 3, 1);
  map.add(1, 3, 4, 2, 2);
  map.add(8, 3, 9, 1);
  map.add(11, 4, 10, 4);
  map.add(15, 2, 14, 2);
  return map;
}

}  // namespace

TEST_CASE("characters that stand side by side are one run") {
  const auto map = some_map();
  CHECK(map.runs() == 2);
  OffsetMap same;
  same.skip_at_start(3);
  same.add(1, 3, 4, 2);
  same.add(4, 3, 6, 2);
  same.add(8, 3, 9, 1);
  CHECK(same.runs() == 2);
  for (std::size_t at = 0; at <= 17; ++at) CHECK(same.to_source(at) == map.to_source(at));
}

TEST_CASE("an offset leads back to its character, wherever the last one was") {
  const auto map = some_map();
  const std::vector<std::size_t> sources{3, 4, 4, 4, 6, 6, 6, 8, 9, 9, 9, 10, 11, 12, 13, 14, 15, 16};
  for (std::size_t last = 0; last < sources.size(); ++last)
    for (std::size_t at = 0; at < sources.size(); ++at) {
      std::size_t near = 0;
      static_cast<void>(map.to_source(last, near));
      INFO(last << " then " << at);
      CHECK(map.to_source(at, near) == sources[at]);
      CHECK(map.to_source(at) == sources[at]);
    }
}

TEST_CASE("a position's words are made when they are asked for") {
  const PositionWords words{"page", "table t, row ", {", column A", ", column B"}};
  const PositionWords same{"page", "table t, row 3, column B"}, elsewhere{"", "table t, row 3, column B"},
      nothing{"page", ""};
  CHECK(Position(words, 3, 1).text() == "table t, row 3, column B");
  CHECK(Position(words, 12, 2).text() == "table t, row 12");
  CHECK(Position(words, 3, 1) == "table t, row 3, column B");
  CHECK(Position(words, 3, 1) == Position(same));
  CHECK_FALSE(Position(words, 3, 1) == Position(elsewhere));
  CHECK_FALSE(Position(words, 3, 1) == Position(words, 3, 0));
  CHECK(Position(same).text() == "table t, row 3, column B");
  CHECK(Position(same).part() == "page");
  CHECK(Position().part().empty());
  CHECK(Position().empty());
  CHECK(Position(nothing).empty());
  CHECK_FALSE(Position(words, 1, 0).empty());
}
