#include "store/safe_mode.hpp"

#include <unistd.h>

#include "base/dates.hpp"
#include "base/hash.hpp"
#include "store/event_log.hpp"
#include "store/facts.hpp"
#include "store/tickets.hpp"

namespace calloff::store {
namespace {

constexpr std::string_view kTicket = "store.restored";
// More than a day gives out: names of before the disaster, on paper and in other systems, are not given to others.
constexpr std::int64_t kAsnsSkipped = 10'000, kTicketsSkipped = 10'000, kRunsSkipped = 1'000'000;

Error locked(const Restored& at) {
  return {Recovery::ask_person,
          "asn/locked_after_restore",
          {{"backed_up", calloff::to_string(at.backed_up)}, {"restored", calloff::to_string(at.restored)}}};
}

}  // namespace

void mark_restored(Writer& writer, Instant backed_up, std::string_view actor) {
  const auto before = timeline(writer);
  put_fact(writer, "timeline",
           content_id("T-", {before, calloff::to_string(writer.now()), std::to_string(::getpid())}, 12));
  put_fact(writer, "backed_up_at", calloff::to_string(backed_up));
  put_fact(writer, "restored_at", calloff::to_string(writer.now()));
  put_fact(writer, "asns_locked", "1");
  put_fact(writer, "restore_unsettled", "1");
  append_event(writer, {.actor = std::string(actor),
                        .kind = "store.restored",
                        .subject = "store",
                        .from = before,
                        .to = timeline(writer),
                        .why = "from a backup of " + calloff::to_string(backed_up)});
  skip_after_restore(writer, "asn", kAsnsSkipped).value();
  skip_after_restore(writer, "run", kRunsSkipped).value();
  skip_tickets(writer, kTicketsSkipped);
  raise_ticket(writer, kTicket, locked({backed_up, writer.now()}));
}

std::optional<Restored> last_restore(Reader& reader) {
  const auto backed_up = fact(reader, "backed_up_at"), restored = fact(reader, "restored_at");
  if (!backed_up || !restored) return std::nullopt;
  return Restored{parse_instant(*backed_up).value(), parse_instant(*restored).value()};
}

Result<void> check_unlocked(Reader& reader) {
  if (fact(reader, "asns_locked") != "1") return {};
  return locked(last_restore(reader).value());
}

Result<bool> unlock_asns(Writer& writer, std::string_view actor, std::string_view note) {
  if (check_unlocked(writer)) return false;
  if (has_unsettled_restore(writer)) return Error(Recovery::ask_person, "store/restore_unsettled");
  put_fact(writer, "asns_locked", "0");
  append_event(writer, {.actor = std::string(actor),
                        .kind = "store.released",
                        .subject = "store",
                        .from = "locked",
                        .to = "unlocked",
                        .why = std::string(note)});
  close_ticket(writer, kTicket, actor, note);
  return true;
}

Result<void> skip_after_restore(Writer& writer, const std::string& sequence, std::int64_t count) {
  const auto done = "skipped_in/" + sequence;
  const auto now_in = timeline(writer);
  if (count <= 0 || fact(writer, done) == now_in) return {};
  put_fact(writer, done, now_in);
  const auto next = next_number(writer, sequence) + count;
  return skip_numbers(writer, sequence, next, "store", "the store was put back to a backup");
}

bool has_unsettled_restore(Reader& reader) { return fact(reader, "restore_unsettled") == "1"; }

void settle_restore(Writer& writer) { put_fact(writer, "restore_unsettled", "0"); }

}  // namespace calloff::store
