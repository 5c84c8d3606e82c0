#include "present/whole_file.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

namespace calloff::present {
namespace {

namespace fs = std::filesystem;

std::string last_failure() { return std::generic_category().message(errno); }

/// Also tells a folder that is not there in the system's own words: libraries have words of their own for it.
Result<void> begin(const fs::path& file, const fs::path& part) {
  std::error_code ignored;
  if (fs::exists(file, ignored) && !fs::is_regular_file(file, ignored)) return not_written(file, "it is no file");
  if (!std::ofstream(part, std::ios::binary | std::ios::trunc)) return not_written(file, last_failure());
  return {};
}

Result<void> put_in_place(const fs::path& part, const fs::path& file) {
  std::error_code failed;
  fs::rename(part, file, failed);
  if (failed) return not_written(file, failed.message());
  return {};
}

}  // namespace

Error not_written(const fs::path& file, std::string detail) {
  return {Recovery::ask_person, "present/workbook", {{"file", file.string()}, {"detail", std::move(detail)}}};
}

Result<void> replace_whole(const fs::path& file, const std::function<Result<void>(const fs::path&)>& write) {
  auto part = file;
  part += ".part";
  if (auto begun = begin(file, part); !begun) return begun;
  auto done = write(part);
  if (done) done = put_in_place(part, file);
  std::error_code ignored;
  if (!done) fs::remove(part, ignored);
  return done;
}

Result<void> write_text(const fs::path& file, std::string_view text) {
  return replace_whole(file, [&](const fs::path& part) -> Result<void> {
    std::ofstream out(part, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out) return not_written(file, last_failure());
    return {};
  });
}

}  // namespace calloff::present
