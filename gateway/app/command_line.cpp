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
  auto* added = option.repeats
                    ? bound.app->add_option(name, bound.lists[key], help)->allow_extra_args(false)->take_all()
                    : bound.app->add_option(name, bound.texts[key], help);
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

std::string unknown_verb_hint(const std::vector<std::string>& words) {
  std::set<std::string> firsts;
  for (const auto& verb : all_verbs()) firsts.insert(std::string(verb.verb.substr(0, verb.verb.find(' '))));
  for (const auto& word : words) {
    if (word.starts_with("-") || firsts.contains(word)) continue;
    const auto near = nearest(word, {firsts.begin(), firsts.end()});
    if (!near.empty()) return "did you mean `" + near + "`?\n";
  }
  return {};
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
  return finished(Exit::usage, "calloff: " + std::string(error.what()) + "\n" + unknown_verb_hint(words) +
                                   "`calloff --help` lists the verbs; `calloff VERB --help` explains one.\n");
}

}  // namespace

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
