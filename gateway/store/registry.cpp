#include "store/registry.hpp"

#include "store/columns.hpp"

namespace calloff::store {

namespace {

/// Archived again after its bytes were given up. The file may have been removed between its being archived (it was
/// there) and now: then whoever archived it is told.
void take_back(Writer& writer, const RawRef& file) {
  auto& session = writer.session();
  session.execute("delete from archive_leaving where sha256 = $1", {hash_column(file.sha256)});
  const auto where = session.query("select file from pragma_database_list where name = 'main'");
  const auto folder = std::filesystem::path(where.at(0).text(0)).parent_path() / "archive";
  if (!Archive(folder).contains(file.sha256))
    throw DatabaseFailure(Error{Recovery::retry, "store/pruned_meanwhile", {{"hash", file.sha256}}});
}

/// is_passing: stands as one that a crash left behind does
void add(Writer& writer, const RawRef& file, bool is_passing) {
  const auto added = writer.session().execute(
      "insert into archive_file (sha256, size, stored_at, is_adopted) values ($1, $2, $3, $4) on conflict do nothing",
      {hash_column(file.sha256), static_cast<std::int64_t>(file.size), column_of(writer.now()),
       std::int64_t{is_passing}});
  if (added > 0) return;
  const auto taken_back = writer.session().execute(
      "update archive_file set pruned = null, stored_at = $2 where sha256 = $1 and pruned is not null",
      {hash_column(file.sha256), column_of(writer.now())});
  if (taken_back > 0) take_back(writer, file);
}

}  // namespace

void register_file(Writer& writer, const RawRef& file) { add(writer, file, false); }

void register_passing_file(Writer& writer, const RawRef& file) { add(writer, file, true); }

}  // namespace calloff::store
