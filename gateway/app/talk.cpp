// How verbs print.
#include <pwd.h>
#include <unistd.h>

#include "app/verb.hpp"
#include "base/dates.hpp"
#include "base/number.hpp"
#include "base/text.hpp"

namespace calloff::app {

void print(const present::Listing& listing, const Command& command, Output& output) {
  output.out(present::render(listing, command.globals.format));
  if (command.globals.format == present::Format::json) return;
  for (const auto& note : listing.notes) output.err(printable(note) + "\n");
}

void print(const present::Value& object, const Command& command, Output& output) {
  if (command.globals.format == present::Format::json) {
    output.out(present::to_json(object));
    return;
  }
  if (command.globals.format == present::Format::csv) {
    output.out(present::to_csv(present::Listing{{}, {object}}));
    return;
  }
  output.out(present::to_text(object));
}

std::optional<std::size_t> count_of(const Command& command, const std::string& option, std::size_t otherwise,
                                    Output& output) {
  if (!command.has(option)) return otherwise;
  const auto count = whole_number<std::size_t>(command.get(option));
  if (!count) output.err("calloff: --" + option + " takes a whole number, not '" + command.get(option) + "'\n");
  return count;
}

bool read_date(const Command& command, const std::string& option, std::optional<LocalDate>& date, Output& output) {
  if (!command.has(option)) return true;
  const auto parsed = parse_date(command.get(option));
  if (parsed) date = *parsed;
  if (!parsed) output.err("calloff: --" + option + ": " + sentence(parsed.error()) + "\n");
  return parsed.has_value();
}

std::string counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

model::Actor actor_of(unsigned user_id) {
  const auto* user = getpwuid(user_id);
  return {user ? user->pw_name : "uid:" + std::to_string(user_id), {"all"}, {}};
}

}  // namespace calloff::app
