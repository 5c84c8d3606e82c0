// Every case folder end to end: bytes as served -> records, or the errors people read.
// CALLOFF_UPDATE=1 rewrites what is expected; read the diff before committing it.
#include "records_text.hpp"

using namespace calloff;
using namespace calloff::golden;

namespace {

void check_file(const std::filesystem::path& path, const std::string& got) {
  if (std::getenv("CALLOFF_UPDATE")) {
    if (got.empty())
      std::filesystem::remove(path);
    else
      write_file(path, got);
  }
  INFO(path.filename().string());
  CHECK(got == read_file(path));
}

}  // namespace

TEST_CASE("every case gives the records and errors that its folder expects") {
  const auto folders = case_folders();
  CHECK(folders.size() >= 8);
  for (const auto& folder : folders) {
    INFO("case " << folder.filename().string());
    const auto outcome = run_case(folder);
    check_file(folder / "expected" / "records.json", outcome.errors.empty() ? records_text(outcome) : "");
    check_file(folder / "expected" / "errors.txt", errors_text(outcome));
  }
}

TEST_CASE("mapping a document twice gives the same identity") {
  for (const auto& folder : case_folders())
    CHECK(mapping::drafts_hash(run_case(folder).mapped.drafts) == mapping::drafts_hash(run_case(folder).mapped.drafts));
}
