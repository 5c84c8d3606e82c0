// drift list, drift show, drift accept: pages that look otherwise than the last good one.
#include "app/verb.hpp"
#include "base/text.hpp"
#include "inbound/accept.hpp"
#include "present/freshness.hpp"
#include "store/page_shapes.hpp"
#include "store/states.hpp"

namespace calloff::app {
namespace {

using present::Value;
using present::ViewOf;

std::string what_of(const store::Drift& drift, Language language) {
  if (!drift.reason) return inbound::header_changes(drift.before, drift.after);
  auto reason = *drift.reason;
  reason.where = {};  // told apart
  return sentence(reason, language);
}

/// What a list and a single one have in common.
Value head_of(const store::Drift& drift, const ViewOf& of) {
  const auto last_good = store::feed_state(of.reader, drift.feed).last_good;
  auto value = Value::object();
  value.add("document", drift.document)
      .add("customer", drift.feed.customer)
      .add("plant", present::text_or_null(drift.feed.plant))
      .add("feed", drift.feed.feed)
      .add("entry", drift.entry)
      .add("state", store::to_string(drift.state))
      .add("rule", drift.reason ? Value(drift.reason->code) : Value())
      .add("since", to_string(drift.first_at))
      .add("seen", to_string(drift.last_at))
      .add("times", drift.times)
      .add("last_good", last_good ? Value(to_string(*last_good)) : Value())
      .add("age",
           last_good ? Value(present::age_words(of.now - *last_good, present::language_of(of.configuration))) : Value())
      .add("what", what_of(drift, present::language_of(of.configuration)));
  return value;
}

const std::vector<present::Column> kColumns{
    {"document", "DOCUMENT"},  {"customer", "CUSTOMER"}, {"plant", "PLANT"},         {"feed", "FEED"},
    {"entry", "ENTRY"},        {"state", "STATE"},       {"rule", "", false, true},  {"since", "SINCE"},
    {"seen", "", false, true}, {"times", "TIMES", true}, {"last_good", "LAST GOOD"}, {"age", "AGE"},
    {"what", "WHAT"}};

Exit list_drifts(const Command& command, const ViewOf& of, Output& output) {
  const auto limit = count_of(command, "limit", 50, output);
  if (!limit) return Exit::usage;
  present::Listing listing{kColumns, {}};
  for (const auto& drift : store::drifts(of.reader, command.has("open"), *limit))
    if (of.actor.scope.covers(drift.feed.customer, drift.feed.plant)) listing.rows.push_back(head_of(drift, of));
  print(listing, command, output);
  return Exit::ok;
}

Value totals_value(const std::vector<model::TotalFigure>& totals) {
  auto list = Value::list();
  for (const auto& total : totals)
    list.items.push_back(Value::object().add("column", total.column).add("stated", total.stated).add("sum", total.sum));
  return list;
}

/// One part, before and after. before: nullptr: there was none
Value part_value(const store::KeptShape* before, const model::PartShape& after) {
  const model::PartShape none;
  const auto& old = before ? before->shape : none;
  auto headers = Value::list();
  for (const auto& pair : inbound::align_headers(old.headers, after.headers))
    headers.items.push_back(Value::object()
                                .add("sign", std::string(1, pair.sign))
                                .add("before", present::text_or_null(pair.before))
                                .add("after", present::text_or_null(pair.after)));
  auto value = Value::object();
  value.add("part", after.part)
      .add("before", before ? Value(before->document) : Value())
      .add("columns_before", std::int64_t(old.headers.size()))
      .add("columns_after", std::int64_t(after.headers.size()))
      .add("rows_before", before ? Value(std::int64_t(old.rows)) : Value())
      .add("rows_after", std::int64_t(after.rows))
      .add("headers", std::move(headers))
      .add("totals_before", totals_value(old.totals))
      .add("totals_after", totals_value(after.totals));
  return value;
}

Value parts_value(const store::Drift& drift) {
  auto parts = Value::list();
  for (const auto& after : drift.after) {
    const store::KeptShape* before = nullptr;
    for (const auto& kept : drift.before)
      if (kept.shape.part == after.part) before = &kept;
    parts.items.push_back(part_value(before, after));
  }
  return parts;
}

std::string shown(const Value* value) {
  if (!value || value->kind == Value::Kind::null) return "-";
  return value->kind == Value::Kind::integer ? std::to_string(value->integer) : value->text;
}

/// A part for people: headers side by side, then figures.
void print_part(const Value& part, Output& output) {
  std::string text = "part " + part.find("part")->text + "\n";
  const present::Listing headers{{{"sign", " "}, {"before", "BEFORE"}, {"after", "AFTER"}},
                                 part.find("headers")->items};
  if (!headers.rows.empty()) text += present::to_table(headers);
  text += "rows " + shown(part.find("rows_before")) + " -> " + shown(part.find("rows_after")) + ", columns " +
          shown(part.find("columns_before")) + " -> " + shown(part.find("columns_after")) + "\n";
  for (const auto* when : {"totals_before", "totals_after"})
    for (const auto& total : part.find(when)->items)
      text += std::string(when == std::string_view("totals_before") ? "before" : "after") + ": total of " +
              total.find("column")->text + " " + total.find("stated")->text + ", sum of its rows " +
              total.find("sum")->text + "\n";
  output.out(text);
}

Exit show_drift(const Command& command, const ViewOf& of, store::Store& store, Output& output) {
  const auto id = command.get("DOCUMENT");
  const auto document = store::find_document(of.reader, id);
  const auto drift = document ? store::find_drift(of.reader, *document) : std::nullopt;
  if (!drift || !of.actor.scope.covers(drift->feed.customer, drift->feed.plant))
    return report(Error(Recovery::quarantine, "drift/unknown", {{"document", id}}), output);
  auto value = head_of(*drift, of);
  value.add("position", drift->reason ? present::text_or_null(drift->reason->where.position) : Value())
      .add("offset",
           drift->reason && drift->reason->where.offset ? Value(std::int64_t(*drift->reason->where.offset)) : Value())
      .add("settled", drift->settled ? Value(to_string(*drift->settled)) : Value())
      .add("settled_by", present::text_or_null(drift->settled_by))
      .add("settled_why", present::text_or_null(drift->settled_why));
  auto files = Value::list();
  for (const auto& part : document->parts)
    files.items.push_back(
        Value::object().add("part", part.name).add("archived", store.archive().path_of(part.raw.sha256).string()));
  value.add("files", std::move(files));
  auto parts = parts_value(*drift);
  if (command.globals.format == present::Format::table) {
    output.out(present::to_text(value));
    for (const auto& part : parts.items) print_part(part, output);
    return Exit::ok;
  }
  value.add("parts", std::move(parts));
  print(value, command, output);
  return Exit::ok;
}

}  // namespace

Exit run_drift_verb(const Command& command, const ViewOf& of, store::Store& store, Output& output) {
  return command.verb == "drift show" ? show_drift(command, of, store, output) : list_drifts(command, of, output);
}

boost::asio::awaitable<Exit> run_drift_accept(Command command, Gateway& gateway, model::Actor actor, Output& output) {
  auto accepted = co_await gateway.accept(command.get("DOCUMENT"), std::move(actor), command.get("reason"));
  if (!accepted) co_return report(accepted.error(), output);
  output.out(accepted->document + (accepted->is_list
                                       ? ": the list is accepted; the next poll takes it\n"
                                       : ": published, " + counted(std::size_t(accepted->records), "line") + "\n"));
  co_return Exit::ok;
}

}  // namespace calloff::app
