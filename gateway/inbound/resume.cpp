// After a crash: documents that were archived and not understood yet go on where they stood.
#include <algorithm>
#include <map>
#include <set>

#include "inbound/import_run.hpp"
#include "inbound/list_guard.hpp"
#include "inbound/look_again.hpp"
#include "inbound/poll.hpp"
#include "store/documents.hpp"
#include "store/imports.hpp"
#include "store/page_shapes.hpp"
#include "store/runs.hpp"

namespace calloff::inbound {
namespace {

/// A document that waits to go on. listed: the plant's time at which its list was read
struct Waiting {
  store::DocumentRecord document;
  LocalTime listed;
};

/// A document that goes on, and what it says.
struct Resumed {
  store::DocumentRecord document;
  LocalTime listed;
  std::shared_ptr<const mapping::Plan> plan;
  Understood understood;
};

/// An entry may show again what it showed days ago: its document is the one of that day, and its run today's. A list is
/// read soon after its run began, and before its documents are seen.
LocalTime listed_at(store::Reader& reader, const PolledFeed& feed, const store::DocumentRecord& document) {
  const auto seen = local_time(document.first_seen, feed.feed.zone);
  const auto run = store::find_run(reader, document.run);
  const auto began = run ? local_time(run->started, feed.feed.zone) : seen;
  return seen.date == began.date ? std::max(began, seen) : began;
}

/// Bytes of an entry that shows other ones by now would put an old state over a newer one.
Result<std::vector<store::DocumentRecord>> documents_to_resume(store::Reader& reader) {
  auto documents = store::unfinished_documents(reader);
  std::erase_if(documents, [&](const store::DocumentRecord& document) {
    const auto seen = store::find_seen(reader, document.feed, document.entry);
    return seen && seen->document != document.id;
  });
  return documents;
}

/// What the list of a run said of its days: those of the documents that wait, and those of entries listed since.
ListDays days_of_run(store::Reader& reader, const PolledFeed& feed, const std::vector<Resumed>& waiting) {
  ListDays days{feed.key, {}, std::nullopt, {}};
  auto started = Instant::max();
  for (const auto& each : waiting) {
    days.newest = std::max(days.newest, each.understood.evidence.newest_target);
    days.now = std::max(days.now, each.listed);
    const auto run = store::find_run(reader, each.document.run);
    started = std::min(started, run ? run->started : each.document.first_seen);
  }
  for (const auto& seen : store::seen_entries(reader, feed.key, {})) {
    const bool waits = std::ranges::any_of(waiting, [&](const auto& each) { return each.document.entry == seen.id; });
    if (!waits && seen.last_seen >= started) days.held.push_back(seen.id);
  }
  return days;
}

class Resume {
 public:
  Resume(PollWith with, const PolledFeed& feed) : with_(with), feed_(feed) {}
  Task<int> run(std::vector<Waiting> documents, std::set<std::string> brought);

 private:
  Task<void> understand_one(Waiting waiting);
  Task<void> judge_lists(std::set<std::string> brought);
  Task<void> publish(Resumed resumed);

  PollWith with_;
  const PolledFeed& feed_;
  std::vector<Resumed> ready_;
};

Task<void> Resume::understand_one(Waiting waiting) {
  Resumed resumed{std::move(waiting.document), waiting.listed, nullptr, {}};
  resumed.plan = plan_of(feed_, resumed.document.parts);
  resumed.understood = co_await understand_archived(with_, feed_, resumed.plan, resumed.document, resumed.listed);
  if (!resumed.understood.errors.empty()) {
    auto apart = co_await publish(std::move(resumed));
    co_return apart;
  }
  ready_.push_back(std::move(resumed));
  co_return Result<void>();
}

/// What a poll of that hour would have held back until it had seen the whole list is held to the same rule. Files that
/// a person brought are not of a list.
Task<void> Resume::judge_lists(std::set<std::string> brought) {
  std::map<std::string, std::vector<Resumed>> waiting;  // by run
  std::vector<Resumed> free;
  for (auto& each : ready_) {
    const bool is_awaited =
        !brought.contains(each.document.id) && expects_later_days(feed_.feed, each.plan->record, each.listed);
    (is_awaited ? waiting[each.document.run] : free).push_back(std::move(each));
  }
  ready_ = std::move(free);
  for (auto& [run, documents] : waiting) {
    auto old = co_await with_.store.read([&feed = feed_, documents](store::Reader& r) -> Result<ListVerdict> {
      return judge_days(r, days_of_run(r, feed, documents), feed.feed);
    });
    if (!old) co_return old.error();
    for (auto& each : documents) {
      if (!old->is_old)
        ready_.push_back(std::move(each));
      else
        with_.log({with_.clock.now(),
                   LogLevel::warning,
                   run,
                   {},
                   store::to_string(feed_.key),
                   each.document.id + " waits for the next poll: " + sentence(old->reason)});
    }
  }
  co_return Result<void>();
}

/// Publishes it, or keeps it apart.
Task<void> Resume::publish(Resumed resumed) {
  auto done = co_await publish_again(with_, feed_, std::move(resumed.plan), std::move(resumed.document),
                                     std::move(resumed.understood));
  if (!done) co_return done.error();
  co_return Result<void>();
}

Task<int> Resume::run(std::vector<Waiting> documents, std::set<std::string> brought) {
  const auto count = int(documents.size());
  for (auto& document : documents)
    if (auto understood = co_await understand_one(std::move(document)); !understood) co_return understood.error();
  const auto before = ready_.size();
  if (auto judged = co_await judge_lists(std::move(brought)); !judged) co_return judged.error();
  const auto waiting = int(before - ready_.size());
  for (auto& resumed : ready_)
    if (auto published = co_await publish(std::move(resumed)); !published) co_return published.error();
  co_return count - waiting;
}

}  // namespace

Task<int> resume_documents(PollWith with, std::vector<PolledFeed> feeds) {
  auto unfinished = co_await with.store.read(documents_to_resume);
  if (!unfinished) co_return unfinished.error();
  if (unfinished->empty()) co_return 0;
  auto brought = co_await with.store.read(
      [](store::Reader& r) -> Result<std::set<std::string>> { return store::imported_documents(r); });
  if (!brought) co_return brought.error();
  int count = 0;
  for (const auto& feed : feeds) {
    if (!feed.plan) continue;
    auto waiting = co_await with.store.read([&feed, &unfinished](store::Reader& r) -> Result<std::vector<Waiting>> {
      std::vector<Waiting> documents;
      for (const auto& document : *unfinished)
        if (document.feed == feed.key) documents.push_back({document, listed_at(r, feed, document)});
      return documents;
    });
    if (!waiting) co_return waiting.error();
    if (waiting->empty()) continue;
    Resume resume(with, feed);
    auto resumed = co_await resume.run(std::move(*waiting), *brought);
    if (!resumed) co_return resumed.error();
    count += *resumed;
  }
  co_return count;
}

}  // namespace calloff::inbound
