#include "asn/progress.hpp"

#include <charconv>
#include <map>

#include "base/text.hpp"

namespace calloff::asn {
namespace {

using Fields = std::map<std::string, std::string>;
constexpr std::string_view kShipped = "shipped/";

// One `key=value` a line; a person's words may hold anything.
std::string escape(std::string text) {
  return replace_all(replace_all(replace_all(std::move(text), "%", "%25"), "\n", "%0A"), "=", "%3D");
}
std::string unescape(std::string_view text) {
  return replace_all(replace_all(replace_all(std::string(text), "%3D", "="), "%0A", "\n"), "%25", "%");
}

Fields read_fields(const std::string& text) {
  Fields fields;
  for (const auto line : split(text, '\n'))
    if (const auto equals = line.find('='); equals != line.npos)
      fields[unescape(line.substr(0, equals))] = unescape(line.substr(equals + 1));
  return fields;
}

std::string write_fields(const Fields& fields) {
  std::string text;
  for (const auto& [key, value] : fields)
    if (!value.empty()) text += escape(key) + "=" + escape(value) + "\n";
  return text;
}

std::string text_of(std::optional<Instant> at) { return at ? std::to_string(at->time_since_epoch().count()) : ""; }
std::string text_of(int number) { return number ? std::to_string(number) : ""; }

std::int64_t number_of(const Fields& fields, const char* key) {
  const auto found = fields.find(key);
  std::int64_t value = 0;
  if (found != fields.end()) std::from_chars(found->second.data(), found->second.data() + found->second.size(), value);
  return value;
}

std::optional<Instant> instant_of(const Fields& fields, const char* key) {
  if (!fields.contains(key)) return std::nullopt;
  return Instant(std::chrono::milliseconds(number_of(fields, key)));
}

std::string word_of(const Fields& fields, const char* key) {
  const auto found = fields.find(key);
  return found == fields.end() ? "" : found->second;
}

}  // namespace

Policy policy_of(const Channel& channel) {
  Policy policy;
  policy.resend = channel.resend;
  policy.terminal = channel.rules.terminal;
  policy.settle = channel.settle;
  policy.dedup_window = channel.dedup_window;
  policy.acknowledged_within = channel.rules.acknowledged_within;
  return policy;
}

std::string_view class_letter(adapter_api::ResendClass resend) {
  switch (resend) {
    case adapter_api::ResendClass::deduplicated:
      return "D";
    case adapter_api::ResendClass::queryable:
      return "Q";
    default:
      return "N";
  }
}

Result<State> to_state(const store::AsnRecord& record) {
  const auto phase = phase_from(record.state);
  if (!phase) return Error(Recovery::fix_code, "asn/damaged_progress", {{"asn", record.id}});
  const auto fields = read_fields(record.progress);
  State state;
  state.phase = *phase;
  state.attempt = record.attempts;
  state.epoch = std::uint64_t(record.epoch);
  state.body_sha256 = record.frozen ? record.frozen->sha256 : "";
  state.remote_id = record.remote_id;
  state.vouched_id = word_of(fields, "vouched_id");
  state.absent_said_by = word_of(fields, "absent_said_by");
  state.has_receipt = number_of(fields, "has_receipt") != 0;
  state.absence_was_judged = number_of(fields, "absence_was_judged") != 0;
  state.is_restored = number_of(fields, "is_restored") != 0;
  state.since = instant_of(fields, "since").value_or(record.created);
  state.first_sending = instant_of(fields, "first_sending");
  state.act_at = instant_of(fields, "act_at");
  state.deadline = instant_of(fields, "deadline");
  state.negative = instant_of(fields, "negative");
  state.tries = int(number_of(fields, "tries"));
  state.told = int(number_of(fields, "told"));
  return state;
}

void put_state(const Policy& policy, const State& state, store::AsnRecord& record) {
  auto fields = read_fields(record.progress);
  fields["vouched_id"] = state.vouched_id;
  fields["absent_said_by"] = state.absent_said_by;
  fields["has_receipt"] = text_of(int(state.has_receipt));
  fields["absence_was_judged"] = text_of(int(state.absence_was_judged));
  fields["is_restored"] = text_of(int(state.is_restored));
  fields["since"] = text_of(state.since);
  fields["first_sending"] = text_of(state.first_sending);
  fields["act_at"] = text_of(state.act_at);
  fields["deadline"] = text_of(state.deadline);
  fields["negative"] = text_of(state.negative);
  fields["tries"] = text_of(state.tries);
  fields["told"] = text_of(state.told);
  record.progress = write_fields(fields);
  record.state = to_string(state.phase);
  record.is_open = !is_closed(state.phase, policy.terminal);
  record.remote_id = state.remote_id;
  record.epoch = std::int64_t(state.epoch);
  record.next_at = next_due(policy, state);
}

adapter_api::Standing shipped_before(const store::AsnRecord& record) {
  adapter_api::Standing shipped;
  for (const auto& [key, value] : read_fields(record.progress))
    if (key.starts_with(kShipped)) shipped[key.substr(kShipped.size())] = value;
  return shipped;
}

void put_shipped_before(const adapter_api::Standing& shipped, store::AsnRecord& record) {
  auto fields = read_fields(record.progress);
  std::erase_if(fields, [](const auto& field) { return field.first.starts_with(kShipped); });
  for (const auto& [line, qty] : shipped) fields[std::string(kShipped) + line] = qty;
  record.progress = write_fields(fields);
}

}  // namespace calloff::asn
