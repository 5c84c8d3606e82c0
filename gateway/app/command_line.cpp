#include <CLI/CLI.hpp>
#include <algorithm>
#include <set>

#include "app/verbs.hpp"
#include "base/dates.hpp"
#include "base/text.hpp"

namespace calloff::app {
namespace {

constexpr std::string_view kVersion = CALLOFF_VERSION;

/// What CLI11 fills for one verb; lives as long as the parse.
struct Bound {
  const VerbSpec* spec = nullptr;
  CLI::App* app = nullptr;
  std::map<std::string, std::string> texts;
  std::map<std::string, std::vector<std::string>> lists;  // of options that repeat
  std::map<std::string, bool> flags;
};

void bind_option(Bound& bound, const OptionSpec& option) {
  const std::string key(option.key());
  const std::string help(option.help);
  if (option.is_flag()) {
    bound.app->add_flag("--" + key, bound.flags[key], help);
    return;
  }
  const auto name = option.is_positional() ? key : "--" + key;
  auto* added = option.repeats ? bound.app->add_option(name, bound.lists[key], help)->take_all()
                               : bound.app->add_option(name, bound.texts[key], help);
  if (option.repeats && !option.is_positional()) added->allow_extra_args(false);
  added->required(option.is_required);
  added->option_text(option.is_positional() ? std::string()
                                            : std::string(option.name.substr(option.name.find(' ') + 1)));
}

void add_globals(CLI::App& app, Globals& globals, std::string& format) {
  app.add_option("--config", globals.config, "folder of calloff.yaml and customers/")->option_text("DIR (config)");
  app.add_option("--data", globals.data, "folder of the store")->option_text("DIR (var/data)");
  app.add_option("--now", globals.now, "act as if it were this instant, e.g. 2026-03-10T11:12:00+08:00")
      ->option_text("INSTANT");
  app.add_option("-o", format, "table, json or csv")
      ->option_text("FORMAT (table)")
      ->check(CLI::IsMember({"table", "json", "csv"}));
  app.add_flag("--no-input", globals.no_input, "never ask a person");
}

/// The group app (`asn`) of a two-word verb (`asn new`), made on first use.
CLI::App* group_of(CLI::App& top, const std::string& verb) {
  const auto space = verb.find(' ');
  if (space == verb.npos) return &top;
  const auto name = verb.substr(0, space);
  for (auto* known : top.get_subcommands([](CLI::App*) { return true; }))
    if (known->get_name() == name) return known;
  auto* group = top.add_subcommand(name, "");
  group->require_subcommand(1)->fallthrough();
  return group;
}

void describe_groups(CLI::App& top, const std::vector<Bound>& verbs) {
  for (auto* group : top.get_subcommands([](CLI::App*) { return true; })) {
    if (!group->get_description().empty()) continue;
    std::string words;
    for (const auto& bound : verbs)
      if (bound.spec->verb.starts_with(group->get_name() + " "))
        words += (words.empty() ? "" : ", ") + std::string(bound.spec->verb.substr(group->get_name().size() + 1));
    group->description(words);
  }
}

/// The words of the line that are neither a global option nor its value; the verb stands first.
std::vector<std::string> plain_words(const std::vector<std::string>& words) {
  static const std::set<std::string> takes_value{"--config", "--data", "--now", "-o"};
  std::vector<std::string> plain;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (takes_value.contains(words[i]))
      ++i;
    else if (!words[i].starts_with("-"))
      plain.push_back(words[i]);
  }
  return plain;
}

/// What is wrong with the verb itself: no such one, or half of one; nothing if the mistake is another.
std::string verb_mistake(const std::vector<std::string>& words) {
  const auto plain = plain_words(words);
  if (plain.empty()) return {};
  std::set<std::string> firsts, seconds;
  for (const auto& verb : all_verbs()) {
    const auto parts = split(verb.verb, ' ');
    firsts.emplace(parts[0]);
    if (parts[0] == plain[0] && parts.size() > 1) seconds.emplace(parts[1]);
  }
  const auto no_verb = [](const std::string& prefix, const std::string& word, const std::set<std::string>& known) {
    const auto near = nearest(word, {known.begin(), known.end()});
    return "there is no verb `" + prefix + word + "`\n" +
           (near.empty() ? std::string() : "did you mean `" + prefix + near + "`?\n");
  };
  if (!firsts.contains(plain[0])) return no_verb("", plain[0], firsts);
  if (seconds.empty()) return {};
  if (plain.size() > 1) return seconds.contains(plain[1]) ? std::string() : no_verb(plain[0] + " ", plain[1], seconds);
  std::string known;
  for (const auto& second : seconds) known += (known.empty() ? "" : ", ") + second;
  return "`" + plain[0] + "` is half a verb; it goes on with one of: " + known + "\n";
}

Command to_command(const Bound& bound, Globals globals, const std::vector<std::string>& words) {
  Command command;
  command.globals = std::move(globals);
  command.verb = bound.spec->verb;
  command.access = bound.spec->access;
  command.words = words;
  for (const auto& [key, text] : bound.texts)
    if (!text.empty()) command.options[key] = {text};
  for (const auto& [key, list] : bound.lists)
    if (!list.empty()) command.options[key] = list;
  for (const auto& [key, is_set] : bound.flags)
    if (is_set) command.options[key] = {"true"};
  if (command.has("apply")) command.access = Access::write;  // `replay` reads, but for that
  return command;
}

Parsed finished(Exit exit, std::string text) {
  Parsed parsed;
  parsed.exit = exit;
  parsed.is_finished = true;
  parsed.text = std::move(text);
  return parsed;
}

Parsed answer(const CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& words) {
  std::ostringstream out, err;
  const int code = app.exit(error, out, err);
  if (code == 0) return finished(Exit::ok, out.str());
  auto mistake = verb_mistake(words);
  if (mistake.empty()) mistake = std::string(error.what()) + "\n";
  return finished(Exit::usage,
                  "calloff: " + mistake + "`calloff --help` lists the verbs; `calloff VERB --help` explains one.\n");
}

}  // namespace

std::string_view program_version() { return kVersion; }

std::string Command::get(const std::string& option) const {
  const auto found = options.find(option);
  return found == options.end() || found->second.empty() ? std::string() : found->second.back();
}

std::vector<std::string> Command::all(const std::string& option) const {
  const auto found = options.find(option);
  return found == options.end() ? std::vector<std::string>() : found->second;
}

Parsed parse_command(const std::vector<std::string>& words) {
  CLI::App app{"Calloff: one delivery schedule from all customers' portals and EDI, and ASNs sent back and proved.",
               "calloff"};
  Globals globals;
  std::string format = "table";
  app.set_version_flag("--version", "calloff " + std::string(kVersion));
  app.require_subcommand(1)->fallthrough();
  add_globals(app, globals, format);
  std::vector<Bound> verbs(all_verbs().size());
  for (std::size_t i = 0; i < verbs.size(); ++i) {
    auto& bound = verbs[i];
    bound.spec = &all_verbs()[i];
    const std::string verb(bound.spec->verb);
    bound.app = group_of(app, verb)->add_subcommand(verb.substr(verb.find(' ') + 1), std::string(bound.spec->help));
    bound.app->fallthrough()->footer("Example: " + std::string(bound.spec->example));
    for (const auto& option : bound.spec->options) bind_option(bound, option);
  }
  describe_groups(app, verbs);
  auto reversed = std::vector<std::string>(words.rbegin(), words.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    return answer(app, error, words);
  }
  globals.format = format == "json"  ? present::Format::json
                   : format == "csv" ? present::Format::csv
                                     : present::Format::table;
  if (!globals.now.empty())
    if (const auto at = parse_instant(globals.now); !at)
      return finished(Exit::usage, "calloff: --now: " + sentence(at.error()) + "\n");
  const auto chosen = std::find_if(verbs.begin(), verbs.end(), [](const Bound& b) { return b.app->parsed(); });
  Parsed parsed;
  parsed.command = to_command(*chosen, globals, words);
  return parsed;
}

}  // namespace calloff::app
