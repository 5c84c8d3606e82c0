#include "store/prune.hpp"

#include <functional>
#include <memory>
#include <set>

#include "store/columns.hpp"
#include "store/crash_point.hpp"
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
  if (one.exchanges > 0) session.execute("delete from wire_record where record = $1", {hash});
  if (!one.leaves_archive) return;
  session.execute("update archive_file set pruned = $2 where sha256 = $1", {hash, column_of(writer.now())});
  session.execute("insert into archive_leaving (sha256) values ($1) on conflict do nothing", {hash});
}

/// One candidate after the other, in the order exchanges, strays, documents; what `take` is lent goes.
class Walk {
 public:
  Walk(const Candidates& candidates, const PruneBefore& before) : of_(candidates), judge_(candidates, before) {}

  bool is_over() const { return at_ >= of_.exchanges.size() + of_.strays.size() + of_.documents.size(); }

  void step(Reader& reader, Pruned& sum, const std::function<void(const Leaving&)>& take) {
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
  void take_one(const std::optional<Leaving>& one, Pruned& sum, const std::function<void(const Leaving&)>& take) {
    if (!one) return;
    add(sum, *one);
    take(*one);
  }

  const Candidates& of_;
  Judge judge_;
  std::size_t at_ = 0;
  std::set<std::string> taken_;
};

struct Plan {
  Candidates candidates;
  std::unique_ptr<Walk> walk;
};

Task<std::shared_ptr<Plan>> plan_of(Store& store, PruneBefore before) {
  auto read = [&store, before](Reader& reader) -> Result<std::shared_ptr<Plan>> {
    auto plan = std::make_shared<Plan>();
    plan->candidates = candidates_of(reader, store.archive(), before);
    plan->walk = std::make_unique<Walk>(plan->candidates, before);
    return plan;
  };
  auto plan = co_await store.read(std::move(read));
  co_return plan;
}

/// One that is not there is no error: a crash may have come between the two.
Result<void> remove_file(const std::filesystem::path& path) {
  std::error_code failed;
  std::filesystem::remove(path, failed);
  if (failed)
    return Error{Recovery::ask_person, "store/io", {{"what", "remove " + path.string() + ": " + failed.message()}}};
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

Task<Pruned> give_up_some(Store& store, std::shared_ptr<Plan> plan) {
  auto job = [plan](Writer& writer) -> Result<Pruned> {
    Pruned sum;
    for (std::size_t i = 0; i < kStep && !plan->walk->is_over(); ++i)
      plan->walk->step(writer, sum, [&](const Leaving& one) { give_up(writer, one); });
    return sum;
  };
  auto done = co_await store.write("store.prune_marked", std::move(job));
  co_return done;
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
  auto read = [&store, before](Reader& reader) -> Result<Pruned> {
    const auto candidates = candidates_of(reader, store.archive(), before);
    Walk walk(candidates, before);
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
  const auto plan = co_await plan_of(store, before);
  if (!plan) co_return plan.error();
  Pruned sum;
  while (!(*plan)->walk->is_over()) {
    const auto some = co_await give_up_some(store, *plan);
    if (!some) co_return some.error();
    sum.documents += some->documents;
    sum.exchanges += some->exchanges;
    sum.files += some->files;
    sum.bytes += some->bytes;
    if (auto removed = co_await remove_all(store); !removed) co_return removed.error();
  }
  auto job = [sum](Writer& writer) -> Result<void> { return note(writer, sum); };
  if (auto noted = co_await store.write("store.pruned", std::move(job)); !noted) co_return noted.error();
  co_return sum;
}

std::optional<Instant> pruned_at(Reader& reader, std::string_view sha256) {
  const auto rows = reader.session().query("select pruned from archive_file where sha256 = $1", {hash_column(sha256)});
  return rows.empty() ? std::nullopt : maybe_of(rows[0], 0, instant_of);
}

}  // namespace calloff::store
