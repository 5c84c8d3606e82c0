// The pick-up sheets (取货单) of one site: published by the clock, or by hand.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulator/china_time.hpp"
#include "simulator/parts.hpp"
#include "simulator/sites.hpp"

namespace calloff::simulator {

struct SheetLine {
  const Part* part;
  int required, committed, boxes;  ///< committed: counts once the sheet is accepted
  std::string kanban, line_code;
};

struct Sheet {
  std::string sid;     ///< the portal's own id, 7 digits, in links
  std::string number;  ///< 取货单号
  LocalDate target;    ///< the workday of the pick-up
  Instant published, pickup, arrive;
  std::string_view dock, route, carrier;
  std::vector<SheetLine> lines;
  bool opened = false;                                         ///< somebody has looked at the detail
  bool accepted = false;                                       ///< somebody has confirmed the quantities
  bool cancelled = false, changed = false, withdrawn = false;  ///< by the plant; changed: until accepted again
  std::optional<int> listed_boxes{};                           ///< what the list goes on showing after a silent change
  int boxes() const;
};

/// Shipped from the pick-up on, received an hour after arrival.
SheetState state_of(const Sheet& sheet, Instant now);

/// May the supplier still accept it? Unread, read or changed.
bool is_acceptable(const Sheet& sheet, Instant now);

/// What a plant does to a sheet before its pick-up. Neither checks whether it has been picked up.
void cancel(Sheet& sheet);
enum class Change { shown, silent };
/// quantity: of the line at `index`, in pieces. Shown: the list says so and asks to accept again. Silent: only the
/// detail is another.
void change(Sheet& sheet, std::size_t index, int quantity, Change how);

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

  /// The same by the sheet's number.
  Sheet* find_number(std::string_view number, Instant now);

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
