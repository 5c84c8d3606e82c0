// Coming back after kill -9: a store of a million archived documents, a poll killed between two durable writes, and the
// next command, or the next `serve`, over it.
#include <fmt/format.h>
#include <zlib.h>

#include <csignal>
#include <fstream>

#include "base/dates.hpp"
#include "base/hash.hpp"
#include "bench/schedule/parts.hpp"
#include "bench/support/site.hpp"
#include "bench/support/timing.hpp"
#include "store/columns.hpp"
#include "store/sqlite.hpp"
#include "store/store.hpp"
#include "support/paths.hpp"
#include "support/process/portal.hpp"

namespace calloff::bench {
namespace {

namespace fs = std::filesystem;

constexpr int kDocuments = 1'000'000, kOrphans = 100, kRounds = 3;
constexpr double kLimit_s = 2;
const std::string kNow = "2026-03-10T11:35:00+08:00";

std::string packed(const std::string& bytes) {
  std::string out(::compressBound(bytes.size()), '\0');
  auto size = uLongf(out.size());
  ::compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  out.resize(size);
  return out;
}

/// A file as the archive has it, but for the waits for the disk.
std::string place(const fs::path& archive, int number) {
  const auto bytes = fmt::format("<tr><td>{}</td></tr>", number);
  const auto hash = sha256(bytes);
  std::ofstream(archive / hash.substr(0, 2) / hash.substr(2), std::ios::binary) << packed(bytes);
  return hash;
}

Result<void> register_document(store::Writer& w, int number, const std::string& hash) {
  auto& session = w.session();
  session.execute("insert into archive_file (sha256, size, stored_at, is_adopted) values ($1, $2, $3, 0)",
                  {store::hash_column(hash), std::int64_t(30), store::column_of(w.now())});
  session.execute(
      "insert into document (name, customer, plant, feed, entry, run, first_seen, state, drafts_hash, "
      "mapping_version) values ($1, 'c0001', 'JQ', 'daily', $2, 'R-000000', $3, 'committed', '', '')",
      {fmt::format("D-{:016x}", number), fmt::format("JQ{:09}", number), store::column_of(w.now())});
  session.execute(
      "insert into document_part (document, number, name, content_type, sha256) values ((select max(id) from "
      "document), 0, 'detail', 'text/html', $1)",
      {store::hash_column(hash)});
  return {};
}

void fill(const fs::path& data, Clock& clock) {
  auto store = store::Store::open(data, store::Mode::write, clock);
  if (!store) throw std::runtime_error(sentence(store.error()));
  constexpr int kAtOnce = 20'000;
  for (int first = 0; first < kDocuments; first += kAtOnce) {
    const auto kept = (*store)->write_now("bench.documents", [&](store::Writer& w) -> Result<void> {
      for (int i = first; i < first + kAtOnce; ++i)
        if (auto done = register_document(w, i, place(data / "archive", i)); !done) return done;
      return {};
    });
    if (!kept) throw std::runtime_error(sentence(kept.error()));
  }
}

/// What is killed, and what comes back; each time later than the time before.
class Killed {
 public:
  Killed() : portal_({std::string(test::process::kTuesdayNoon), 24, 0, {"--accounts", "1"}}) {
    const auto clock = frozen_clock(now_);
    fill(data(), *clock);
  }

  /// A poll, after its first document is archived and before it is understood; before it dies it has, so to speak,
  /// archived a few files that nobody knows of.
  void kill() {
    now_ += std::chrono::minutes(2);
    for (int i = 0; i < kOrphans; ++i) orphans_.push_back(place(data() / "archive", kDocuments + int(orphans_.size())));
    auto start = command({"fetch"});
    start.environment["CALLOFF_CRASH_AT"] = "after:inbound.archive";
    if (const auto ended = test::process::run(start); ended.signal != SIGKILL)
      throw std::runtime_error("was not killed: " + ended.out + ended.err);
    if (fs::file_size(data() / "calloff.db-wal") == 0) throw std::runtime_error("left no write-ahead log");
    ++kills_;
  }

  /// Seconds until a command has ended.
  double comes_back() const {
    const auto start = command({"account", "release", "c0001", "jq"});
    const auto began = wall_seconds();
    const auto ended = test::process::run(start);
    const auto took = wall_seconds() - began;
    if (ended.exit != 0) throw std::runtime_error("did not come back: " + ended.out + ended.err);
    check_recovered();
    return took;
  }

  /// Seconds until `serve` is ready.
  double serves_again() const {
    const auto start = command({"serve"});
    const auto began = wall_seconds();
    test::process::Child gateway(start);
    gateway.wait_for("ready: ");
    const auto took = wall_seconds() - began;
    gateway.send(SIGTERM);
    if (const auto ended = gateway.wait(); ended.exit != 0) throw std::runtime_error("did not stop: " + ended.err);
    check_recovered();
    return took;
  }

 private:
  fs::path data() const { return site_.folder() / "data"; }

  test::process::Start command(std::vector<std::string> words) const {
    test::process::Start start;
    start.program = (test::build_folder() / "bin/calloff").string();
    start.arguments = {"--config",     (site_.folder() / "config").string(), "--data", data().string(), "--now",
                       to_string(now_)};
    start.arguments.insert(start.arguments.end(), words.begin(), words.end());
    start.environment = {{"BENCH_USER_0001", "SIM-JQ-0001"}, {"BENCH_PASSWORD", "sim-jq-2026"}};
    return start;
  }

  /// Every run that a kill left open is closed as that, and every file that was placed is adopted.
  void check_recovered() const {
    const auto database = store::open_sqlite(data() / "calloff.db", store::Access::read_only);
    const auto count = [&](const char* sql, const std::vector<store::Value>& values) {
      return database->query(sql, values).at(0).integer(0);
    };
    if (count("select count(*) from run where ended is null", {}) != 0) throw std::runtime_error("a run is open");
    const auto interrupted = count("select count(*) from run where cause like '%run/interrupted%'", {});
    std::int64_t adopted = 0;
    for (const auto& hash : orphans_)
      adopted +=
          count("select count(*) from archive_file where is_adopted = 1 and sha256 = $1", {store::hash_column(hash)});
    if (interrupted != kills_ || adopted != std::int64_t(orphans_.size()))
      throw std::runtime_error(fmt::format("after {} kills {} runs are told as interrupted, {} of {} files are adopted",
                                           kills_, interrupted, adopted, orphans_.size()));
  }

  Instant now_ = parse_instant(kNow).value();
  test::process::Portal portal_;
  Site site_{{1, portal_.url(), {}, {}, kNow}};
  std::vector<std::string> orphans_;
  int kills_ = 0;
};

}  // namespace

std::vector<Finding> measure_recovery() {
  Killed process;
  std::vector<double> recovered, served, orderly;
  for (int round = 0; round < kRounds; ++round) {
    process.kill();
    recovered.push_back(process.comes_back());
    orderly.push_back(process.comes_back());
    process.kill();
    served.push_back(process.serves_again());
  }
  const auto note = fmt::format("; {} files without a row are adopted; median of {}", kOrphans, kRounds);
  auto command = at_most(fmt::format("recovery: a command after kill -9, {} documents", kDocuments), median(recovered),
                         kLimit_s, 2, " s");
  command.note += "; the whole process" + note;
  auto serve = at_most("recovery: `serve` after kill -9, until it is ready", median(served), kLimit_s, 2, " s");
  serve.note += note;
  return {command, serve,
          figure("recovery: the same command after an orderly end", fmt::format("{:.3f} s", median(orderly)))};
}

}  // namespace calloff::bench
