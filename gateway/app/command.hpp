// The command line as a value: parsed once, carried over the socket as its own words.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/exit_code.hpp"
#include "present/value.hpp"

namespace calloff::app {

/// Options that stand before or after any verb.
struct Globals {
  std::string config = "config", data = "var/data";
  std::string now;  ///< empty: the machine's time (and the offset a demo's store remembers)
  present::Format format = present::Format::table;
  bool no_input = false;
};

/// How a verb is carried out.
enum class Access {
  none,   ///< configuration only
  read,   ///< a snapshot of the store, beside a running gateway
  write,  ///< through the running gateway, or in this process when none runs
  serve   ///< is the running gateway
};

/// A file that the line names, read by the process that was given the line: over the socket it travels with the words.
struct BroughtFile {
  std::string name, bytes;
};

struct Command {
  Globals globals;
  std::string verb;  ///< e.g. "asn new"
  Access access = Access::none;
  std::map<std::string, std::vector<std::string>> options;  ///< by long name; flags have the value "true"
  std::vector<std::string> words;                           ///< the line itself, without the program's name
  std::vector<BroughtFile> files{};                         ///< of `import`, and the answer of `account answer -`

  bool has(const std::string& option) const { return options.contains(option); }
  std::string get(const std::string& option) const;
  std::vector<std::string> all(const std::string& option) const;
};

struct Parsed {
  Command command;
  Exit exit = Exit::ok;
  bool is_finished = false;  ///< help, version or a usage mistake: `text` is all there is to do
  std::string text;
};

/// This program's version, e.g. `0.1.0`.
std::string_view program_version();

/// words: without the program's name
Parsed parse_command(const std::vector<std::string>& words);

}  // namespace calloff::app
