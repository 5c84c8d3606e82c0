// Faults 44 to 51: what is behind a file's name. Whatever it truly is, the same release comes of it; what is no
// release is not taken for one.
#include "simulation/fault_pages/rows.hpp"

namespace calloff::test {

const std::vector<FaultRow>& file_faults() {
  const auto new_one = InForce::undisturbed;
  const std::string weekly = "sgm_files JQ weekly", step = "weekly_file";
  static const std::vector<FaultRow> rows{
      {44, {"xls_html", "JQ", step}, weekly, "ok", "", new_one, Next::nothing},
      {45, {"xls_mhtml", "JQ", step}, weekly, "ok", "", new_one, Next::nothing},
      {46, {"xls_tab_text", "JQ", step}, weekly, "ok", "", new_one, Next::nothing},
      {47, {"xls_xml2003", "JQ", step}, weekly, "ok", "", new_one, Next::nothing},
      {48, {"xls_biff8", "JQ", step}, weekly, "ok", "", new_one, Next::nothing},
      {49, {"xls_renamed_xlsx", "JQ", step}, weekly, "ok", "", new_one, Next::nothing},
      {.number = 50,
       .wish = {"zero_bytes", "JQ", step},
       .feed = weekly,
       .outcome = "partial",
       .code = "page/empty_answer",
       .ticket = "inbound/unfetched",
       .tickets = 2},
      {51, {"login_page_as_file", "JQ", step, 1}, weekly, "ok", "", new_one, Next::nothing},
      {51, {"login_page_as_file", "JQ", step}, weekly, "blocked", "accounts/session_keeps_ending"},
  };
  return rows;
}

TEST_CASE("faults of files") { live_all(file_faults()); }

}  // namespace calloff::test
