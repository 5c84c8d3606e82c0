// quarantine list, show, retry: documents that were archived and not published.
#include "app/verb.hpp"
#include "base/dates.hpp"
#include "inbound/apart.hpp"
#include "inbound/look_again.hpp"
#include "present/freshness.hpp"
#include "present/ticket_view.hpp"

namespace calloff::app {
namespace {

using present::Value;
using present::ViewOf;

const std::vector<present::Column> kColumns{
    {"document", "DOCUMENT"},  {"customer", "CUSTOMER"}, {"plant", "PLANT"},
    {"feed", "FEED"},          {"entry", "ENTRY"},       {"first_seen", "SINCE"},
    {"age", "", false, true},  {"run", "", false, true}, {"mapping", "", false, true},
    {"code", "", false, true}, {"place", "PLACE"},       {"ticket", "TICKET"},
    {"what", "WHAT"}};

const std::vector<present::Column> kRetriedColumns{
    {"document", "DOCUMENT"}, {"customer", "CUSTOMER"}, {"plant", "PLANT"},           {"feed", "FEED"},
    {"entry", "ENTRY"},       {"outcome", "OUTCOME"},   {"records", "RECORDS", true}, {"code", "", false, true},
    {"what", "WHAT"}};

std::string what_of(const std::optional<Error>& reason, Language language) {
  if (!reason) return {};
  auto plain = *reason;
  plain.where = {};  // told apart
  return sentence(plain, language);
}

std::string ticket_of(const ViewOf& of, const store::DocumentRecord& document) {
  if (!document.error) return {};
  const auto ticket =
      store::ticket_of(of.reader, inbound::apart_ticket(document.feed, document.entry, *document.error));
  return ticket && !ticket->closed ? store::ticket_name(ticket->id) : "";
}

Value row_value(const ViewOf& of, const store::DocumentRecord& document) {
  const auto language = present::language_of(of.configuration);
  const auto zone = present::zone_of(of.configuration, {document.feed.customer, document.feed.plant, {}, {}, {}, {}});
  auto value = Value::object();
  value.add("document", document.id)
      .add("customer", document.feed.customer)
      .add("plant", present::text_or_null(document.feed.plant))
      .add("feed", document.feed.feed)
      .add("entry", document.entry)
      .add("first_seen", to_zoned_string(document.first_seen, zone))
      .add("age", present::age_words(of.now - document.first_seen, language))
      .add("run", document.run)
      .add("mapping", present::text_or_null(document.mapping_version))
      .add("code", document.error ? Value(document.error->code) : Value())
      .add("place", document.error ? present::text_or_null(document.error->where.position) : Value())
      .add("ticket", present::text_or_null(ticket_of(of, document)))
      .add("what", present::text_or_null(what_of(document.error, language)));
  return value;
}

bool is_asked_for(const Command& command, const ViewOf& of, const store::FeedKey& feed) {
  return of.actor.scope.covers(feed.customer, feed.plant) &&
         (!command.has("customer") || command.get("customer") == feed.customer) &&
         (!command.has("feed") || command.get("feed") == feed.feed);
}

Exit list_apart(const Command& command, const ViewOf& of, Output& output) {
  present::Listing listing{kColumns, {}};
  for (const auto& document : inbound::waiting_documents(of.reader))
    if (is_asked_for(command, of, document.feed)) listing.rows.push_back(row_value(of, document));
  if (listing.rows.empty())
    listing.notes.push_back(
        sentence({Recovery::quarantine, "present/nothing_apart"}, present::language_of(of.configuration)));
  print(listing, command, output);
  return Exit::ok;
}

Exit show_apart(const Command& command, const ViewOf& of, store::Store& store, Output& output) {
  const auto id = command.get("DOCUMENT");
  const auto document = store::find_document(of.reader, id);
  const bool is_apart = document && document->state == store::DocumentState::quarantined;
  if (!is_apart || !of.actor.scope.covers(document->feed.customer, document->feed.plant))
    return report(Error(Recovery::quarantine, "quarantine/unknown", {{"document", id}}), output,
                  present::language_of(of.configuration));
  auto value = row_value(of, *document);
  const auto settled = inbound::settled_word(of.reader, *document);
  const auto* where = document->error ? &document->error->where : nullptr;
  value.add("state", settled.empty() ? "waiting" : settled)
      .add("offset", where && where->offset ? Value(std::int64_t(*where->offset)) : Value());
  auto files = Value::list();
  for (const auto& part : document->parts)
    files.items.push_back(Value::object()
                              .add("part", part.name)
                              .add("content_type", part.content_type)
                              .add("bytes", std::int64_t(part.raw.size))
                              .add("archived", store.archive().path_of(part.raw.sha256).string()));
  value.add("files", std::move(files));
  print(value, command, output);
  return Exit::ok;
}

bool is_well(const inbound::LookedAgain& done) {
  return done.outcome == "published" || done.outcome == "unchanged" || done.outcome == "settled" ||
         done.outcome == "superseded";
}

}  // namespace

Exit run_quarantine_verb(const Command& command, const ViewOf& of, store::Store& store, Output& output) {
  return command.verb == "quarantine show" ? show_apart(command, of, store, output) : list_apart(command, of, output);
}

boost::asio::awaitable<Exit> run_quarantine_retry(Command command, Gateway& gateway, model::Actor actor,
                                                  Output& output) {
  if (command.has("DOCUMENT") == command.has("all")) {
    output.err("calloff: say one document, or --all\n");
    co_return Exit::usage;
  }
  const auto language = present::language_of(gateway.prepared().configuration);
  auto retried = co_await gateway.retry(command.get("DOCUMENT"), std::move(actor));
  if (!retried) co_return report(retried.error(), output, language);
  present::Listing listing{kRetriedColumns, {}};
  std::size_t well = 0;
  for (const auto& done : *retried) {
    well += is_well(done) ? 1 : 0;
    listing.rows.push_back(Value::object()
                               .add("document", done.document)
                               .add("customer", done.feed.customer)
                               .add("plant", present::text_or_null(done.feed.plant))
                               .add("feed", done.feed.feed)
                               .add("entry", done.entry)
                               .add("outcome", done.outcome)
                               .add("records", done.records)
                               .add("code", done.reason ? Value(done.reason->code) : Value())
                               .add("what", present::text_or_null(what_of(done.reason, language))));
  }
  print(listing, command, output);
  if (well == retried->size()) co_return Exit::ok;
  co_return well == 0 ? Exit::failed : Exit::partly;
}

}  // namespace calloff::app
