// The pick-up sheets (取货单) of one site: published by the clock, or by hand.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "simulator/china_time.hpp"
#include "simulator/parts.hpp"
#include "simulator/sites.hpp"

namespace calloff::simulator {

struct SheetLine {
  const Part* part;
  int required, committed, boxes;
  std::string kanban, line_code;
};

struct Sheet {
  std::string sid;     ///< the portal's own id, 7 digits, in links
  std::string number;  ///< 取货单号
  LocalDate target;    ///< the workday of the pick-up
  Instant published, pickup, arrive;
  std::string_view dock, route, carrier;
  std::vector<SheetLine> lines;
  bool opened = false;    ///< somebody has looked at the detail
  bool accepted = false;  ///< somebody has confirmed the quantities
  int boxes() const;
};

/// Shipped from the pick-up on, received an hour after arrival.
SheetState state_of(const Sheet& sheet, Instant now);

/// Sheets for a workday appear on the workday before, a little after 11:00; they stay listed until two workdays after.
class SheetBook {
 public:
  /// start: the world begins here; days before it are short history
  /// sheets_a_day: for every target day after start's
  SheetBook(const Site& site, std::uint64_t seed, Instant start, int sheets_a_day);

  /// Published by `now` and still listed, newest publication first, then by number.
  std::vector<Sheet*> listed(Instant now);

  /// Also a sheet that is not listed any more; null if there was never one.
  Sheet* find(const std::string& sid, Instant now);

  /// Publishes at `now`: the target day's sheets if they are not out yet, else `extra` more. Returns how many.
  int publish(LocalDate target, int extra, Instant now);

 private:
  struct Day {
    Instant due;  ///< when it is published without anybody's doing
    std::vector<Sheet> sheets;
  };
  Day& day(LocalDate target);
  Sheet make(LocalDate target, int index, Instant published) const;
  SheetLine make_line(class Dice& dice, bool accepted) const;

  const Site& site_;
  std::uint64_t seed_;
  LocalDate start_date_;
  int sheets_a_day_;
  std::map<LocalDate, Day> days_;
};

}  // namespace calloff::simulator
