#include "store/sqlite.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <functional>
#include <unordered_map>

#include "store/disk.hpp"

namespace calloff::store {
namespace {

/// A copy tells how far it is after so many.
constexpr int kPagesAStep = 4096;

Error error_of(int code, int system_error, std::string what) {
  const std::vector<std::pair<std::string, std::string>> args{{"what", std::move(what)}};
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Recovery::retry, "store/busy", args};
    case SQLITE_FULL:
      return {Recovery::retry, "store/disk_full", args};
    case SQLITE_IOERR:
      if (code == SQLITE_IOERR_WRITE && is_disk_full(system_error)) return {Recovery::retry, "store/disk_full", args};
      [[fallthrough]];
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return {Recovery::ask_person, "store/io", args};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {Recovery::ask_person, "store/damaged", args};
    case SQLITE_CONSTRAINT:
      return {Recovery::fix_code, "store/unique", args};
    default:
      return {Recovery::fix_code, "store/internal", args};
  }
}

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
struct Close {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};

/// places[n - 1]: where `$n` is bound; SQLite takes `$1` as a name.
struct Prepared {
  std::unique_ptr<sqlite3_stmt, Finalize> statement;
  std::vector<int> places;
};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

/// Leaves the statement ready for its next use, whatever happened.
class Reset {
 public:
  explicit Reset(sqlite3_stmt* statement) : statement_(statement) {}
  Reset(const Reset&) = delete;
  Reset& operator=(const Reset&) = delete;
  ~Reset() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

 private:
  sqlite3_stmt* statement_;
};

Value column(sqlite3_stmt* statement, int at) {
  const auto size = [&] { return static_cast<std::size_t>(sqlite3_column_bytes(statement, at)); };
  switch (sqlite3_column_type(statement, at)) {
    case SQLITE_NULL:
      return {};
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(statement, at)};
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, at));
      return Blob{bytes ? std::string(bytes, size()) : std::string()};
    }
    default: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, at));
      return text ? std::string(text, size()) : std::string();
    }
  }
}

class Sqlite final : public Session {
 public:
  Sqlite(const std::filesystem::path& file, Access access) {
    const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                      (access == Access::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &opened, flags, nullptr);
    database_.reset(opened);
    if (code != SQLITE_OK) fail("open " + file.string());
    sqlite3_busy_timeout(opened, 5000);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    if (access == Access::read_only) sqlite3_db_config(opened, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    script(
        "pragma trusted_schema = off; pragma foreign_keys = on; pragma temp_store = memory; "
        "pragma cell_size_check = on");
    if (access == Access::read_write) script("pragma journal_mode = wal; pragma synchronous = full");
  }

  std::vector<Row> query(std::string_view sql, const std::vector<Value>& parameters) override {
    std::vector<Row> rows;
    each(sql, parameters, [&](Row& row) { rows.push_back(std::move(row)); });
    return rows;
  }

  void each(std::string_view sql, const std::vector<Value>& parameters,
            const std::function<void(Row&)>& take) override {
    auto* statement = bind(sql, parameters);
    const Reset reset(statement);
    const auto columns = static_cast<std::size_t>(sqlite3_column_count(statement));
    Row row({});
    int code = sqlite3_step(statement);
    for (; code == SQLITE_ROW; code = sqlite3_step(statement)) {
      row.values().resize(columns);
      for (std::size_t i = 0; i < columns; ++i) row.values()[i] = column(statement, static_cast<int>(i));
      take(row);
    }
    if (code != SQLITE_DONE) fail(sql);
  }

  std::int64_t execute(std::string_view sql, const std::vector<Value>& parameters) override {
    auto* statement = bind(sql, parameters);
    const Reset reset(statement);
    int code = sqlite3_step(statement);
    while (code == SQLITE_ROW) code = sqlite3_step(statement);
    if (code != SQLITE_DONE) fail(sql);
    return sqlite3_changes64(database_.get());
  }

  void script(std::string_view sql) override {
    if (sqlite3_exec(database_.get(), std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(sql);
  }

  bool is_in_transaction() const override { return sqlite3_get_autocommit(database_.get()) == 0; }

  bool has_table(std::string_view name) override {
    return !query("select 1 from sqlite_master where type = 'table' and name = $1", {std::string(name)}).empty();
  }

  std::vector<std::string> self_check() override {
    std::vector<std::string> found;
    for (const auto& row : query("pragma integrity_check", {}))
      if (row.text(0) != "ok") found.push_back(row.text(0));
    for (const auto& row : query("pragma foreign_key_check", {}))
      found.push_back("a row of " + row.text(0) + " refers to a row of " + row.text(2) + " that is not there");
    return found;
  }

  void take_from(Sqlite& source, const std::function<void(std::int64_t, std::int64_t)>& copied) {
    const std::unique_ptr<sqlite3_backup, int (*)(sqlite3_backup*)> copy(
        sqlite3_backup_init(database_.get(), "main", source.database_.get(), "main"), sqlite3_backup_finish);
    if (!copy) fail("begin a copy");
    int code = SQLITE_OK;
    while (code == SQLITE_OK) {
      code = sqlite3_backup_step(copy.get(), kPagesAStep);
      copied(sqlite3_backup_pagecount(copy.get()) - sqlite3_backup_remaining(copy.get()),
             sqlite3_backup_pagecount(copy.get()));
    }
    if (code != SQLITE_DONE)
      throw DatabaseFailure(error_of(code, errno, std::string(sqlite3_errstr(code)) + " while copying the database"));
  }

 private:
  [[noreturn]] void fail(std::string_view doing) {
    const int system_error = write_error();
    const int code = sqlite3_extended_errcode(database_.get());
    const auto what = std::string(sqlite3_errmsg(database_.get())) + " in " + std::string(doing.substr(0, 80));
    throw DatabaseFailure(error_of(code, system_error, what));
  }

  /// Why the last write to the log failed. sqlite3_system_errno() does not say: the rollback has overwritten errno.
  int write_error() {
    sqlite3_file* log = nullptr;
    int error = 0;
    if (sqlite3_file_control(database_.get(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK && log &&
        log->pMethods)
      log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &error);
    return error;
  }

  Prepared& prepared(std::string_view sql) {
    const auto known = cache_.find(sql);
    if (known != cache_.end()) return known->second;
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &made,
                           nullptr) != SQLITE_OK)
      fail(sql);
    Prepared fresh{std::unique_ptr<sqlite3_stmt, Finalize>(made), {}};
    for (int n = 1; n <= sqlite3_bind_parameter_count(made); ++n)
      fresh.places.push_back(sqlite3_bind_parameter_index(made, ("$" + std::to_string(n)).c_str()));
    return cache_.emplace(std::string(sql), std::move(fresh)).first->second;
  }

  /// The values outlive the statement's use: bound without copies.
  sqlite3_stmt* bind(std::string_view sql, const std::vector<Value>& parameters) {
    auto& [statement, places] = prepared(sql);
    if (places.size() != parameters.size())
      throw std::logic_error("store: wrong number of parameters: " + std::string(sql));
    for (std::size_t i = 0; i < parameters.size(); ++i) bind_one(statement.get(), places[i], parameters[i]);
    return statement.get();
  }

  static void bind_one(sqlite3_stmt* statement, int place, const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value))
      sqlite3_bind_int64(statement, place, *integer);
    else if (const auto* text = std::get_if<std::string>(&value))
      sqlite3_bind_text64(statement, place, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
    else if (const auto* blob = std::get_if<Blob>(&value))
      sqlite3_bind_blob64(statement, place, blob->bytes.data(), blob->bytes.size(), SQLITE_STATIC);
    else
      sqlite3_bind_null(statement, place);
  }

  std::unique_ptr<sqlite3, Close> database_;  // closed after its statements
  std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> cache_;
};

/// Where a copy goes, may be a folder that others may read.
void make_private(const std::filesystem::path& file) {
  const int made = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made < 0) throw DatabaseFailure(disk_failure("make " + file.string(), errno));
  ::close(made);
}

}  // namespace

void copy_sqlite(Session& source, const std::filesystem::path& file,
                 const std::function<void(std::int64_t, std::int64_t)>& copied) {
  // A transaction begins with its first read; from there on the copy sees one state, whoever writes meanwhile.
  source.query("select count(*) from sqlite_master", {});
  make_private(file);
  Sqlite target(file, Access::read_write);
  target.script("pragma synchronous = off");  // whoever wants the file durable syncs it once, when it is whole
  target.take_from(dynamic_cast<Sqlite&>(source), copied);
  target.script("pragma journal_mode = delete");
}

std::unique_ptr<Session> open_sqlite(const std::filesystem::path& file, Access access) {
  return std::make_unique<Sqlite>(file, access);
}

}  // namespace calloff::store
