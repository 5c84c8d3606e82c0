#include "store/facts.hpp"

#include "store/event_log.hpp"

namespace calloff::store {

std::optional<std::string> fact(Reader& reader, std::string_view name) {
  const auto rows = reader.session().query("select value from fact where name = $1", {std::string(name)});
  if (rows.empty()) return std::nullopt;
  return rows[0].text(0);
}

void put_fact(Writer& writer, std::string_view name, std::string_view value) {
  writer.session().execute(
      "insert into fact (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value",
      {std::string(name), std::string(value)});
}

void put_clock_offset(Writer& writer, std::chrono::milliseconds offset) {
  put_fact(writer, "clock_offset_ms", std::to_string(offset.count()));
}

std::string timeline(Reader& reader) { return fact(reader, "timeline").value_or(std::string()); }

std::int64_t next_number(Writer& writer, std::string_view sequence) {
  return writer.session()
      .query(
          "insert into sequence (name, last) values ($1, 1) "
          "on conflict (name) do update set last = sequence.last + 1 returning last",
          {std::string(sequence)})
      .at(0)
      .integer(0);
}

Result<void> skip_numbers(Writer& writer, std::string_view sequence, std::int64_t next, std::string_view actor,
                          std::string_view why) {
  auto& session = writer.session();
  const auto rows = session.query("select last from sequence where name = $1", {std::string(sequence)});
  const auto last = rows.empty() ? 0 : rows[0].integer(0);
  if (next <= last)
    return Error{Recovery::fix_code,
                 "store/number_backwards",
                 {{"sequence", std::string(sequence)}, {"last", std::to_string(last)}, {"next", std::to_string(next)}}};
  session.execute(
      "insert into sequence (name, last) values ($1, $2) "
      "on conflict (name) do update set last = excluded.last",
      {std::string(sequence), next - 1});
  append_event(writer, {.actor = std::string(actor),
                        .kind = "sequence/skipped",
                        .subject = std::string(sequence),
                        .from = std::to_string(last),
                        .to = std::to_string(next - 1),
                        .why = std::string(why)});
  return {};
}

}  // namespace calloff::store
