// How one page writes its values: as the site does, or as a fault spells them. Threading: made for one page, used up.
#pragma once
#include <optional>
#include <string>

#include "simulator/call.hpp"
#include "simulator/china_time.hpp"
#include "simulator/parts.hpp"
#include "simulator/sites.hpp"

namespace calloff::simulator::eschedule {

class Spelling {
 public:
  Spelling(const Site& site, const Quirks& quirks) : words_(*site.words), odd_(quirks.spelling) {}

  std::string time(Instant instant);
  std::string date(LocalDate date);
  /// Without the year, as a column of days is headed; and a month.
  std::string day(LocalDate date) const;
  std::string month(LocalDate date) const;
  std::string number(int value);
  /// Unknown is blank.
  std::string number(std::optional<int> value);
  std::string part_number(const Part& part);
  const std::string& part_name(const Part& part) const;
  std::string_view uom(const Part& part) const;

 private:
  std::string odd_date(LocalDate date, int style) const;
  std::string odd_number(int value);

  const Words& words_;
  const OddSpelling odd_;
  int numbers_ = 0, dates_ = 0, parts_ = 0;  // written so far: faults take their ways in turn
};

}  // namespace calloff::simulator::eschedule
