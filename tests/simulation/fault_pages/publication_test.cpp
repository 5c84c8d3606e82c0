// Faults 37 to 43: what the customer publishes, and when. What is late is waited for, what changes is taken, and what
// cannot be right is not published: the last good schedule stands.
#include "simulation/fault_pages/rows.hpp"

namespace calloff::test {

const std::vector<FaultRow>& publication_faults() {
  const auto last_good = InForce::last_good, customers = InForce::newcomer;
  // The news are known before the fault: it is about them.
  const Times known{march(10, 11, 20), march(10, 11, 30), march(10, 12, 10)};
  const Times weekly_known{march(12, 15, 5), march(12, 15, 20), march(12, 16)};
  const Times afternoon{march(10, 12, 50), march(10, 13, 10), march(10, 13, 30)};
  // Nothing else happens to the sheets that stand.
  const Times quiet{march(10, 11, 16), march(10, 11, 30), march(10, 12, 10)};
  const auto again = Next::next_poll;
  const std::string changed = "page_changed";
  const AsnEnd none{};
  static const std::vector<FaultRow> rows{
      {37, {"late_publication", "JQ"}, kDaily, "unchanged", "", last_good, again, none, 2, quiet, true},
      {37, {"two_batches", "JQ"}, kDaily, "ok", "", InForce::between, again, none, 2, {}, true},
      {38,
       {"sheet_withdrawn", "JQ"},
       kDaily,
       "unchanged",
       "",
       last_good,
       again,
       none,
       2,
       known,
       false,
       "inbound/left_list"},
      {39, {"same_number_new_content", "JQ"}, kDaily, "ok", "", customers, Next::nothing, none, 2, known},
      {39, {"same_number_new_content", "JQ"}, kWeekly, "ok", "", customers, Next::nothing, none, 2, weekly_known},
      {40, {"silent_revision", "JQ"}, kDaily, "ok", "", customers, Next::nothing, none, 2, known},
      {41, {"yesterdays_list", "JQ"}, kDaily, changed, "guard/old_list", last_good, again, none, 2, afternoon},
      {42, {"half_the_parts", "JQ", "list"}, kDaily, changed, "guard/rows_dropped", last_good, again, none, 8, known},
      // One sheet, of four lines: of fewer the guard cannot tell a loss from a revision.
      {42, {"half_the_parts", "JQ", "detail"}, kDaily, changed, "guard/rows_dropped", last_good, again, none, 1, known},
      {42, {"half_the_parts", "JQ", "weekly_detail"}, kWeekly, changed, "guard/rows_dropped"},
      {43, {"wrong_plant", "JQ"}, kDaily, changed, "guard/wrong_plant"},
      {43, {"wrong_plant", "JQ"}, kWeekly, changed, "guard/wrong_plant"},
  };
  return rows;
}

TEST_CASE("faults of publication") { live_all(publication_faults()); }

}  // namespace calloff::test
