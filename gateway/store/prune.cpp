#include "store/prune.hpp"

#include <functional>
#include <memory>
#include <set>

#include "store/columns.hpp"
#include "store/crash_point.hpp"
#include "store/disk.hpp"
#include "store/event_log.hpp"
#include "store/prune_judge.hpp"

namespace calloff::store {
namespace {

/// Files a step: the writer has others to serve.
constexpr std::size_t kStep = 200;

void add(Pruned& all, const Leaving& one) {
  all.exchanges += one.exchanges;
  if (!one.leaves_archive) return;
  ++all.files;
  all.bytes += one.size;
}

/// The rows say that it is given up before the file goes: a file without its row would be a loss that nobody chose.
void give_up(Writer& writer, const Leaving& one) {
  auto& session = writer.session();
  const auto hash = hash_column(one.sha256);
  if (one.exchanges > 0) {
    session.execute(
        "update run set exchanges_pruned = $2 where exchanges_pruned is null and id in (select run from wire_record "
        "where record = $1)",
        {hash, column_of(writer.now())});
    session.execute("delete from wire_record where record = $1", {hash});
  }
  if (!one.leaves_archive) return;
  session.execute("update archive_file set pruned = $2 where sha256 = $1", {hash, column_of(writer.now())});
  session.execute("insert into archive_leaving (sha256) values ($1) on conflict do nothing", {hash});
}

/// One candidate after the other, in the order exchanges, strays, documents; what `take` is lent goes.
class Walk {
 public:
  using Take = std::function<void(const Leaving&)>;

  Walk(Reader& reader, const PruneBefore& before) : of_(candidates_of(reader, before)), judge_(of_, before) {}

  bool is_over() const { return at_ >= first_document() + of_.documents.size(); }

  /// Before the steps of a job: what was published after the plan may stand on the documents that are still to come.
  void follow(Reader& reader) {
    if (!of_.documents.empty() && at_ + kStep > first_document()) judge_.follow(reader);
  }

  void step(Reader& reader, Pruned& sum, const Take& take) {
    auto at = at_++;
    if (at < of_.exchanges.size()) return take_one(judge_.exchange(reader, of_.exchanges[at]), sum, take);
    at -= of_.exchanges.size();
    if (at < of_.strays.size()) return take_one(judge_.stray(reader, of_.strays[at]), sum, take);
    at -= of_.strays.size();
    const auto files = judge_.document(reader, of_.documents[at]);
    sum.documents += !files.empty();
    for (const auto& file : files) {
      if (!taken_.insert(file.sha256).second) continue;  // of two documents that leave; a dry walk gives up nothing
      add(sum, file);
      take(file);
    }
  }

 private:
  std::size_t first_document() const { return of_.exchanges.size() + of_.strays.size(); }

  void take_one(const std::optional<Leaving>& one, Pruned& sum, const Take& take) {
    if (!one) return;
    add(sum, *one);
    take(*one);
  }

  Candidates of_;
  Judge judge_;
  std::size_t at_ = 0;
  std::set<std::string> taken_;
};

using SharedWalk = std::shared_ptr<Walk>;

Task<SharedWalk> plan_of(Store& store, PruneBefore before) {
  auto read = [before](Reader& reader) -> Result<SharedWalk> { return std::make_shared<Walk>(reader, before); };
  auto plan = co_await store.read(std::move(read));
  co_return plan;
}

/// One that is not there is no error: a crash may have come between the two.
Result<void> remove_file(const std::filesystem::path& path) {
  std::error_code failed;
  std::filesystem::remove(path, failed);
  if (auto removed = disk_result(failed, "remove " + path.string()); !removed) return removed;
  crash_point("archive/removed");
  return {};
}

/// Removes files whose rows were given up; gives how many were still to go. One that was archived again meanwhile
/// stands in the list no more.
Task<std::size_t> remove_some(Store& store) {
  auto job = [&store](Writer& writer) -> Result<std::size_t> {
    auto& session = writer.session();
    const auto rows = session.query("select sha256 from archive_leaving limit $1", {static_cast<std::int64_t>(kStep)});
    for (const auto& row : rows) {
      if (auto removed = remove_file(store.archive().path_of(hash_of(row.blob(0)))); !removed) return removed.error();
      session.execute("delete from archive_leaving where sha256 = $1", {Blob{row.blob(0)}});
    }
    return rows.size();
  };
  auto done = co_await store.write("store.prune_removed", std::move(job));
  co_return done;
}

Task<void> remove_all(Store& store) {
  for (;;) {
    const auto removed = co_await remove_some(store);
    if (!removed) co_return removed.error();
    if (*removed == 0) co_return Result<void>();
  }
}

Task<Pruned> give_up_some(Store& store, SharedWalk walk) {
  auto job = [walk](Writer& writer) -> Result<Pruned> {
    Pruned sum;
    walk->follow(writer);
    for (std::size_t i = 0; i < kStep && !walk->is_over(); ++i)
      walk->step(writer, sum, [&](const Leaving& one) { give_up(writer, one); });
    return sum;
  };
  auto done = co_await store.write("store.prune_marked", std::move(job));
  co_return done;
}

/// Polls that were not begun, as old as exchanges that go; the newest of each feed says where it goes on.
Result<void> forget_skipped(Writer& writer, const PruneBefore& before) {
  writer.session().execute(
      "delete from skipped_poll where last < $1 and exists (select 1 from skipped_poll n where n.customer = "
      "skipped_poll.customer and n.plant = skipped_poll.plant and n.feed = skipped_poll.feed and n.id > "
      "skipped_poll.id)",
      {column_of(before.exchanges)});
  return {};
}

Result<void> note(Writer& writer, const Pruned& sum) {
  if (sum.exchanges + sum.files == 0) return {};
  append_event(writer, {.actor = "gateway",
                        .kind = "store.pruned",
                        .subject = "store",
                        .why = std::to_string(sum.documents) + " documents, " + std::to_string(sum.exchanges) +
                               " exchanges, " + std::to_string(sum.files) + " files"});
  return {};
}

}  // namespace

Task<Pruned> would_prune(Store& store, PruneBefore before) {
  auto read = [before](Reader& reader) -> Result<Pruned> {
    Walk walk(reader, before);
    Pruned sum;
    while (!walk.is_over()) walk.step(reader, sum, [](const Leaving&) {});
    return sum;
  };
  auto sum = co_await store.read(std::move(read));
  co_return sum;
}

Task<Pruned> prune(Store& store, PruneBefore before) {
  const auto alone = ArchiveHold::alone(store.dir());
  if (!alone) co_return alone.error();
  // What the last one left when it was killed.
  if (auto removed = co_await remove_all(store); !removed) co_return removed.error();
  const auto walk = co_await plan_of(store, before);
  if (!walk) co_return walk.error();
  Pruned sum;
  while (!(*walk)->is_over()) {
    const auto some = co_await give_up_some(store, *walk);
    if (!some) co_return some.error();
    sum.documents += some->documents;
    sum.exchanges += some->exchanges;
    sum.files += some->files;
    sum.bytes += some->bytes;
    if (auto removed = co_await remove_all(store); !removed) co_return removed.error();
  }
  auto job = [sum, before](Writer& writer) -> Result<void> {
    if (auto forgotten = forget_skipped(writer, before); !forgotten) return forgotten;
    return note(writer, sum);
  };
  if (auto noted = co_await store.write("store.pruned", std::move(job)); !noted) co_return noted.error();
  co_return sum;
}

std::optional<Instant> pruned_at(Reader& reader, std::string_view sha256) {
  const auto rows = reader.session().query("select pruned from archive_file where sha256 = $1", {hash_column(sha256)});
  return rows.empty() ? std::nullopt : maybe_of(rows[0], 0, instant_of);
}

}  // namespace calloff::store
