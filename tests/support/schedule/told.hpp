// What the customer's pages say, read by plain code of its own: nothing of the gateway's decoders or mappings. And what
// the delivery schedule has to be by the rules of docs/schedule.md, day by day, by the plainest code.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/dates.hpp"

namespace calloff::test::told {

using Day = std::chrono::sys_days;

/// Does plant JQ or DY work on that day of March to August 2026?
bool is_workday(Day day);
Day workday_before(Day day);

struct SheetLine {
  std::string part, uom;
  int required = 0;
  std::optional<int> committed;
};
struct Sheet {
  std::string plant, number, state, dock;
  Day pickup{};
  std::vector<SheetLine> lines;

  bool is_cancelled() const { return state == "已取消" || state == "取消"; }
  bool is_over() const { return state == "已发运" || state == "已收货"; }
  /// Once it is accepted, what was promised counts.
  int quantity(const SheetLine& line) const;
};

/// d, w or m, and its first day.
using Slot = std::pair<Day, char>;
Day last_day(const Slot& slot);

struct ReleasePart {
  std::string part, dock, uom;
  int behind = 0;
  std::map<Slot, int> figures;
};
struct Release {
  std::string plant, name, issued;
  int version = 1;
  Day from{};
  std::vector<ReleasePart> parts;
};

/// None if the page is none of them.
std::optional<Sheet> sheet_of(const std::string& page);
std::optional<Release> release_of(const std::string& page);

/// What one plant has told so far, in the order in which it came.
class Plant {
 public:
  void hear(const Sheet& sheet) { sheets_[sheet.number] = sheet; }
  void hear(const Release& release);
  /// A good poll of its sheets has ended.
  void polled(Instant at);

  /// A line for each row: `part dock uom bucket from until qty commitment source release complete`, in order of text.
  std::vector<std::string> rows(Instant now) const;
  /// The same by day, without release: what is of one source and commitment is added up.
  std::vector<std::string> rows_by_day(Instant now) const;

 private:
  struct Figure {
    int qty = 0;
    std::string release;
    bool is_over = false;  ///< a full release has looked at its days since, without the part
  };
  struct Part {
    std::map<Slot, Figure> figures;
    std::string release;
    int behind = 0;
    bool is_dropped = false;
  };
  struct Set {
    std::string content;
    Instant first{}, last{};
  };
  /// What is asked for on one day.
  struct Asked {
    Day day{}, bucket_end{};
    char bucket = 'd';  ///< d, w, m; p past due
    int qty = 0;
    std::string source, release;
    bool is_firm = false, is_complete = true;
    Slot slot{};
  };
  using Key = std::string;  // `part dock uom`

  bool is_complete(Day day) const;
  std::map<Key, std::vector<Asked>> called_off(Day today) const;
  std::map<Key, std::vector<Asked>> forecast(Day today) const;
  static std::vector<Asked> by_day(const Part& part);
  bool has_sheet(const std::string& part, Day day) const;

  std::map<std::string, Sheet> sheets_;
  std::map<Key, Part> parts_;
  std::pair<std::string, int> newest_;
  std::map<Day, Set> sets_;
};

}  // namespace calloff::test::told
