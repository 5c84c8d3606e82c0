// Coming back after kill -9: a store of a million archived documents, a process killed between two durable writes, and
// the next command over it.
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
#include "store/store.hpp"
#include "support/paths.hpp"

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
      "mapping_version) values ($1, 'c0001', 'JQ', 'daily', $2, 'R-000001', $3, 'committed', '', '')",
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

test::process::Start command(const Site& site, std::vector<std::string> words) {
  test::process::Start start;
  start.program = (test::build_folder() / "bin/calloff").string();
  start.arguments = {
      "--config", (site.folder() / "config").string(), "--data", (site.folder() / "data").string(), "--now", kNow};
  start.arguments.insert(start.arguments.end(), words.begin(), words.end());
  start.environment = {{"BENCH_USER_0001", "SIM-JQ-0001"}, {"BENCH_PASSWORD", "sim-jq-2026"}};
  return start;
}

/// Killed at its first durable write; before it dies it has, so to speak, archived a few files that nobody knows of.
void kill(const Site& site, int round) {
  for (int i = 0; i < kOrphans; ++i) place(site.folder() / "data/archive", kDocuments + round * kOrphans + i);
  auto start = command(site, {"feed", "hold", "c0001", "JQ", "daily", "--reason", "bench"});
  start.environment["CALLOFF_CRASH_AT"] = "before:feed.hold";
  if (const auto ended = test::process::run(start); ended.signal != SIGKILL)
    throw std::runtime_error("was not killed: " + ended.out + ended.err);
}

double comes_back(const Site& site) {
  const auto start = command(site, {"account", "release", "c0001", "jq"});
  const auto began = wall_seconds();
  const auto ended = test::process::run(start);
  const auto took = wall_seconds() - began;
  if (ended.exit != 0) throw std::runtime_error("did not come back: " + ended.out + ended.err);
  return took;
}

}  // namespace

std::vector<Finding> measure_recovery() {
  const Site site({1, "http://127.0.0.1:9", {}, {}, kNow});
  const auto clock = frozen_clock(parse_instant(kNow).value());
  fill(site.folder() / "data", *clock);
  std::vector<double> recovered, orderly;
  for (int round = 0; round < kRounds; ++round) {
    kill(site, round);
    recovered.push_back(comes_back(site));
    orderly.push_back(comes_back(site));
  }
  const auto took = median(recovered);
  auto finding =
      at_most(fmt::format("recovery: a command after kill -9, {} documents", kDocuments), took, kLimit_s, 2, " s");
  finding.note +=
      fmt::format("; the whole process; {} files without a row are adopted; median of {}", kOrphans, kRounds);
  return {finding, figure("recovery: the same command after an orderly end", fmt::format("{:.3f} s", median(orderly)))};
}

}  // namespace calloff::bench
