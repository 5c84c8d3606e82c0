#include "app/replay_rows.hpp"

#include "app/verb.hpp"
#include "base/dates.hpp"

namespace calloff::app {
namespace {

using inbound::Replayed;
using present::Value;

/// Of one document; -o json has all.
constexpr std::size_t kMostChangesShown = 20;

const std::vector<present::Column> kColumns{
    {"document", "DOCUMENT"},   {"customer", "CUSTOMER"},    {"plant", "PLANT"},
    {"feed", "FEED"},           {"entry", "ENTRY"},          {"run", "RUN"},
    {"began", "", false, true}, {"outcome", "OUTCOME"},      {"mapping", "", false, true},
    {"used", "", false, true},  {"records", "LINES", true},  {"code", "", false, true},
    {"what", "WHAT"},           {"changes", "", false, true}};
const std::vector<present::Column> kChangeColumns{
    {"record", "RECORD"}, {"field", "FIELD"}, {"old", "KEPT"}, {"now", "NOW"}};

Value changes_value(const std::vector<inbound::FieldChange>& changes) {
  auto list = Value::list();
  for (const auto& change : changes)
    list.items.push_back(Value::object()
                             .add("record", change.record)
                             .add("field", present::text_or_null(change.field))
                             .add("old", present::text_or_null(change.old))
                             .add("now", present::text_or_null(change.now)));
  return list;
}

/// Without its place: that is told apart, or of no use to whoever reads a line.
std::string what_of(const Replayed& done, Language language) {
  if (done.outcome == "unknown_mapping")
    return sentence(Error(Recovery::quarantine, "replay/unknown_mapping", {{"version", done.mapping}}), language);
  if (!done.reason) return done.changes.empty() ? std::string() : counted(done.changes.size(), "difference");
  auto plain = *done.reason;
  plain.where = {};
  return sentence(plain, language);
}

}  // namespace

const std::vector<present::Column>& replayed_columns() { return kColumns; }

present::Value replayed_value(const Replayed& done, Language language) {
  const auto& document = done.document;
  return std::move(Value::object()
                       .add("document", document.id)
                       .add("customer", document.feed.customer)
                       .add("plant", present::text_or_null(document.feed.plant))
                       .add("feed", document.feed.feed)
                       .add("entry", document.entry)
                       .add("run", document.run)
                       .add("began", to_string(document.began))
                       .add("outcome", done.outcome)
                       .add("mapping", present::text_or_null(done.mapping))
                       .add("used", present::text_or_null(done.used))
                       .add("records", done.records)
                       .add("code", done.reason ? Value(done.reason->code) : Value())
                       .add("what", present::text_or_null(what_of(done, language)))
                       .add("changes", changes_value(done.changes)));
}

void print_changes(const Replayed& done, Output& output) {
  present::Listing listing{kChangeColumns, changes_value(done.changes).items};
  const auto all = listing.rows.size();
  if (all > kMostChangesShown) listing.rows.resize(kMostChangesShown);
  output.out("\n" + done.document.id + "\n" + present::to_table(listing));
  if (all > kMostChangesShown)
    output.out("and " + std::to_string(all - kMostChangesShown) + " more; -o json has them all\n");
}

}  // namespace calloff::app
