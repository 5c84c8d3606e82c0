// Where the gateway's log goes. Threading: the sinks may be called from any thread.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/output.hpp"
#include "base/log.hpp"
#include "settings/configuration.hpp"

namespace calloff::app {

/// Lines for people: time of day, who, what. is_talkative: also info
LogSink human_log(Output& output, bool is_talkative, std::string zone);

/// One JSON object a line, without the line's end: time (UTC), level, message; run, account and feed where there are.
std::string json_line(const LogLine& line);
LogSink json_log(Output& output);

/// Also a file of JSON lines a day (UTC), calloff-DATE.jsonl, readable by its owner only. What cannot be written there
/// is said once to `output`, until it can be again, which is tried at most once a minute; it goes to `other` as ever.
LogSink filed_log(std::filesystem::path folder, Output& output, LogSink other);

/// Removes the folder's files of days before `oldest`; gives how many. Other files are left alone.
std::size_t remove_old_logs(const std::filesystem::path& folder, Instant oldest);

/// Every secret that the configuration names and this machine has (settings/passwords.hpp), replaced by ***. Read once:
/// one that changes later is not known here. Nothing of ours logs a secret; this is for what an adapter or a library
/// says.
LogSink masked_log(const settings::Configuration& configuration, LogSink to);

/// What `serve` logs to. zone: of lines for people
LogSink serving_log(const settings::Configuration& configuration, Output& output, std::string zone);
/// What a verb logs to: people read it, unless the configuration says JSON.
LogSink verb_log(const settings::Configuration& configuration, Output& output);

}  // namespace calloff::app
