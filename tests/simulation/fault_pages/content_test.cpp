// Faults 21 to 36: what the pages hold. Harmless differences change no record; the others are named, and nothing is
// taken from such a page.
#include "simulation/fault_pages/rows.hpp"

namespace calloff::test {

const std::vector<FaultRow>& content_faults() {
  const auto new_one = InForce::undisturbed, between = InForce::between;
  static const std::vector<FaultRow> rows{
      {21, {"charset_says_utf8", "JQ"}, kDaily, "ok", "", new_one, Next::nothing},
      {21, {"charset_says_utf8", "JQ"}, kWeekly, "ok", "", new_one, Next::nothing},
      {21, {"charset_says_latin1", "JQ"}, kDaily, "ok", "", new_one, Next::nothing},
      {21, {"charset_says_latin1", "OMX"}, kOrders, "ok", "", new_one, Next::nothing},
      {22, {"no_meta", "JQ"}, kDaily, "ok", "", new_one, Next::nothing},
      {22, {"no_meta", "OMX"}, kOrders, "ok", "", new_one, Next::nothing},
      {23, {"half_character", "JQ"}, kDaily, "ok", "", new_one, Next::nothing},
      {24, {"empty_with_text", "JQ", "list"}, kDaily, "no_data", ""},
      {24, {"empty_with_text", "OMX", "query"}, kOrders, "no_data", ""},
      {24, {"empty_with_text", "JQ", "weekly_list"}, kWeekly, "no_data", ""},
      {25, {"empty_without_text", "JQ", "list"}, kDaily, "page_changed", "page/empty_without_proof"},
      {25, {"empty_without_text", "OMX", "query"}, kOrders, "page_changed", "page/empty_without_proof"},
      {25, {"empty_without_text", "JQ", "weekly_list"}, kWeekly, "page_changed", "page/empty_without_proof"},
      {26, {"inserted_column", "JQ", "list"}, kDaily, "ok", "", new_one, Next::nothing},
      {26, {"inserted_column", "JQ", "detail"}, kDaily, "ok", "", new_one, Next::nothing},
      {26, {"inserted_column", "OMX", "lines"}, kOrders, "ok", "", new_one, Next::nothing},
      {26, {"inserted_column", "JQ", "weekly_detail"}, kWeekly, "ok", "", new_one, Next::nothing},
      {27, {"renamed_column", "JQ", "list"}, kDaily, "page_changed", "page/missing_column"},
      {27, {"renamed_column", "JQ", "detail"}, kDaily, "page_changed", "map/missing_column"},
      {27, {"renamed_column", "JQ", "weekly_detail"}, kWeekly, "page_changed", "map/missing_column"},
      {27, {"renamed_column", "OMX", "query"}, kOrders, "page_changed", "page/missing_column"},
      {27, {"renamed_column", "OMX", "lines"}, kOrders, "page_changed", "map/missing_column"},
      {28, {"other_width", "JQ", "list"}, kDaily, "ok", "", new_one, Next::nothing},
      {28, {"other_width", "DY", "list"}, "sgm DY daily", "ok", "", new_one, Next::nothing},
      {29, {"duplicate_rows", "JQ", "list"}, kDaily, "ok", "", new_one, Next::nothing, {}, 8},
      {30, {"row_moves", "JQ", "list", 1}, kDaily, "ok", "", InForce::newcomer, Next::nothing, {}, 8},
      {31, {"beyond_last_repeats", "JQ", "list"}, kDaily, "ok", "", new_one, Next::nothing},
      {31, {"beyond_last_repeats", "JQ", "weekly_list"}, kWeekly, "ok", "", new_one, Next::nothing},
      {32, {"nested_table", "JQ"}, kDaily, "ok", "", new_one, Next::nothing},
      {32, {"nested_table", "JQ"}, kWeekly, "ok", "", new_one, Next::nothing},
      {32, {"nested_table", "OMX"}, kOrders, "ok", "", new_one, Next::nothing},
      {33, {"number_spellings", "JQ"}, kDaily, "ok", "", new_one, Next::nothing},
      {33, {"number_spellings", "JQ"}, kWeekly, "partial", "normalise/negative_quantity", between},
      {34, {"date_spellings", "JQ"}, kDaily, "ok", "", new_one, Next::nothing},
      {34, {"date_spellings", "JQ"}, kWeekly, "ok", "", new_one, Next::nothing},
      {35, {"leading_zero_lost", "JQ"}, kDaily, "partial", "map/bad_key", between},
      {35, {"leading_zero_lost", "JQ"}, kWeekly, "partial", "map/bad_key", between},
      {36, {"part_number_spacing", "JQ"}, kDaily, "ok", "", new_one, Next::nothing},
      {36, {"part_number_spacing", "JQ"}, kWeekly, "ok", "", new_one, Next::nothing},
  };
  return rows;
}

TEST_CASE("faults of the pages") { live_all(content_faults()); }

}  // namespace calloff::test
