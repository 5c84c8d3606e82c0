#include "support/process/canaries.hpp"

#include <sqlite3.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>

#include "base/base64.hpp"

namespace calloff::test::process {
namespace {

namespace fs = std::filesystem;

std::string percent_encoded(const std::string& text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const unsigned char c : text) {
    if (std::isalnum(c) || c == '-' || c == '.' || c == '_' || c == '~')
      encoded += char(c);
    else
      encoded += {'%', kDigits[c >> 4], kDigits[c & 15]};
  }
  return encoded;
}

/// What of the secret's base64 is the same whatever stands before and behind it, for each of three alignments.
std::vector<std::string> base64_cores(const std::string& secret) {
  std::vector<std::string> cores;
  for (std::size_t before = 0; before < 3; ++before) {
    const auto all = to_base64(std::string(before, ' ') + secret);
    const std::size_t from = before == 0 ? 0 : before + 1, whole = (before + secret.size()) / 3 * 4;
    if (whole > from + 7) cores.push_back(all.substr(from, whole - from));
  }
  return cores;
}

std::vector<std::string> spellings_of(const std::string& secret) {
  auto all = base64_cores(secret);
  all.push_back(secret);
  if (const auto encoded = percent_encoded(secret); encoded != secret) all.push_back(encoded);
  return all;
}

/// What stands in a zlib stream; empty if it is none.
std::string inflated(const std::string& bytes) {
  z_stream stream{};
  if (bytes.size() < 8 || inflateInit2(&stream, 15 + 32) != Z_OK) return {};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string text;
  std::array<char, 65536> chunk;
  int state = Z_OK;
  while (state == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = chunk.size();
    state = inflate(&stream, Z_NO_FLUSH);
    text.append(chunk.data(), chunk.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  return text;
}

using Database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

void require(sqlite3* database, bool is_well) {
  if (!is_well) throw std::runtime_error(sqlite3_errmsg(database));
}

/// Every value of the rows that `sql` gives, a line each.
std::string values_of(sqlite3* database, const std::string& sql) {
  sqlite3_stmt* prepared = nullptr;
  require(database, sqlite3_prepare_v2(database, sql.c_str(), -1, &prepared, nullptr) == SQLITE_OK);
  const Statement rows(prepared, &sqlite3_finalize);
  std::string text;
  int step = SQLITE_ROW;
  while ((step = sqlite3_step(prepared)) == SQLITE_ROW)
    for (int column = 0; column < sqlite3_column_count(prepared); ++column) {
      const auto* value = static_cast<const char*>(sqlite3_column_blob(prepared, column));
      if (value) text.append(value, std::size_t(sqlite3_column_bytes(prepared, column)));
      text += '\n';
    }
  require(database, step == SQLITE_DONE);
  return text;
}

/// A dump of the database, its log included.
std::string dump_of(const fs::path& file) {
  sqlite3* opened = nullptr;
  const auto failed = sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
  const Database database(opened, &sqlite3_close);
  require(opened, failed == SQLITE_OK);
  std::istringstream tables(values_of(opened, "select name from sqlite_master where type = 'table'"));
  std::string text;
  for (std::string table; std::getline(tables, table);) text += values_of(opened, "select * from \"" + table + "\"");
  return text;
}

std::string content_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

/// What cannot be read cannot be searched: that is a find, too.
std::string leaks_in_database(const fs::path& file, const std::string& name, const std::vector<std::string>& secrets) {
  try {
    return leaks_in_text(name + " dumped", dump_of(file), secrets);
  } catch (const std::runtime_error& error) {
    return name + " could not be searched: " + error.what() + "\n";
  }
}

bool is_below(const fs::path& path, const std::vector<fs::path>& folders) {
  return std::ranges::any_of(folders, [&](const fs::path& folder) {
    const auto relative = path.lexically_relative(folder);
    return !relative.empty() && *relative.begin() != "..";
  });
}

}  // namespace

std::vector<std::string> canaries_of(const Environment& environment) {
  std::vector<std::string> secrets;
  for (const auto& [name, value] : environment)
    for (const char* kind : {"_PASSWORD", "_SECRET", "_KEY", "_TOKEN"})
      if (name.ends_with(kind) && value.size() >= 6) secrets.push_back(value);
  return secrets;
}

std::string leaks_in_text(const std::string& where, const std::string& text, const std::vector<std::string>& secrets) {
  std::string leaks;
  for (const auto& secret : secrets)
    for (const auto& spelling : spellings_of(secret))
      if (text.find(spelling) != text.npos) leaks += where + ": " + spelling + "\n";
  return leaks;
}

std::string leaks_in(const fs::path& folder, const std::vector<fs::path>& but,
                     const std::vector<std::string>& secrets) {
  std::string leaks;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || is_below(entry.path(), but)) continue;
    const auto name = entry.path().lexically_relative(folder).string();
    const auto bytes = content_of(entry.path());
    leaks += leaks_in_text(name, bytes, secrets);
    if (const auto inside = inflated(bytes); !inside.empty()) leaks += leaks_in_text(name + " inside", inside, secrets);
    if (bytes.starts_with("SQLite format 3")) leaks += leaks_in_database(entry.path(), name, secrets);
  }
  return leaks;
}

}  // namespace calloff::test::process
