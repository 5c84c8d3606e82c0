// Interval-versioned tables: a row stands from a commit to a commit, nothing is overwritten, an equal row costs
// nothing.
#pragma once
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"
#include "store/delivery_schedules.hpp"

namespace calloff::store {

/// Ends the standing row `where` names at `commit`; one that began with this very commit never stood and is removed.
/// table: the table; where: its key's condition over $2...; key: those values
void close_interval(Session& session, const std::string& table, const std::string& where, const std::vector<Value>& key,
                    std::int64_t commit);

/// What `content` is to the head that stands: the row of `table` whose `key` column is `number`.
/// content: 64 hexadecimal digits
Change change_of_head(Session& session, const std::string& table, const std::string& key, std::int64_t number,
                      std::string_view content);

/// One line: its key within the record, what it says, and its place in the record's own list (0 for a standing one).
template <class Key, class Content>
struct KeptLine {
  Key key;
  Content content;
  std::size_t at = 0;
};

/// Makes the lines that stand the ones that are wanted: an equal one is kept, any other closed or opened. A line that
/// says something else is closed first. Keys are unique on either side; the order of opening is that of the keys.
/// open: called with a wanted line's `at`; close: with a standing line's key
template <class Key, class Content, class Open, class Close>
void replace_lines(std::vector<KeptLine<Key, Content>> standing, std::vector<KeptLine<Key, Content>> wanted, Open open,
                   Close close, PutCounts& counts) {
  using Line = KeptLine<Key, Content>;
  for (auto* lines : {&standing, &wanted})
    if (!std::ranges::is_sorted(*lines, {}, &Line::key)) std::ranges::sort(*lines, {}, &Line::key);
  auto old = standing.begin();
  const auto close_old = [&] {
    close(old->key);
    ++counts.lines_closed;
    ++old;
  };
  for (const auto& line : wanted) {
    while (old != standing.end() && old->key < line.key) close_old();
    if (old != standing.end() && old->key == line.key) {
      if (old->content == line.content) {
        ++counts.lines_kept;
        ++old;
        continue;
      }
      close_old();
    }
    open(line.at);
    ++counts.lines_opened;
  }
  while (old != standing.end()) close_old();
}

}  // namespace calloff::store
