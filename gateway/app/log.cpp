#include "app/log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <optional>

#include "base/dates.hpp"
#include "base/text.hpp"
#include "settings/passwords.hpp"
#include "transport/record/masking.hpp"

namespace calloff::app {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view kPrefix = "calloff-", kSuffix = ".jsonl";

std::string_view word_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return "debug";
    case LogLevel::info:
      return "info";
    case LogLevel::warning:
      return "warning";
    case LogLevel::error:
      break;
  }
  return "error";
}

/// How long a folder that refused is left alone: a line must not cost more than a line.
constexpr std::chrono::minutes kTryAgain{1};

/// The day's file, opened when the day begins, or when it can be again.
class LogFiles {
 public:
  LogFiles(fs::path folder, Output& output) : folder_(std::move(folder)), output_(output) {}
  ~LogFiles() { close(); }
  LogFiles(const LogFiles&) = delete;
  LogFiles& operator=(const LogFiles&) = delete;

  void write(const LogLine& line) {
    const std::lock_guard lock(mutex_);
    const auto day = to_string(local_date(line.at, "UTC"));
    if (day != day_) open(day, line.at);
    if (descriptor_ < 0) return;
    const auto text = json_line(line) + "\n";
    // One write a line: what is written is never half of two.
    if (::write(descriptor_, text.data(), text.size()) == ssize_t(text.size()))
      has_complained_ = false;
    else
      complain();
  }

 private:
  void open(const std::string& day, Instant now) {
    close();
    day_.clear();
    if (refused_ && now >= *refused_ && now - *refused_ < kTryAgain) return;
    std::error_code failed;
    fs::create_directories(folder_, failed);
    const auto path = folder_ / (std::string(kPrefix) + day + std::string(kSuffix));
    descriptor_ = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    refused_ = descriptor_ < 0 ? std::optional(now) : std::nullopt;
    if (refused_)
      complain();
    else
      day_ = day;
  }

  void close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
  }

  void complain() {
    if (has_complained_) return;
    has_complained_ = true;
    output_.err("calloff: the log cannot be written to " + folder_.string() + ": " + std::strerror(errno) + "\n");
  }

  fs::path folder_;
  Output& output_;
  std::mutex mutex_;
  std::string day_;
  int descriptor_ = -1;
  std::optional<Instant> refused_;
  bool has_complained_ = false;
};

}  // namespace

LogSink human_log(Output& output, bool is_talkative, std::string zone) {
  return [&output, is_talkative, zone](const LogLine& line) {
    if (line.level == LogLevel::debug || (line.level == LogLevel::info && !is_talkative)) return;
    std::string text = to_zoned_string(line.at, zone.empty() ? "UTC" : zone);
    if (line.level >= LogLevel::warning) text += line.level == LogLevel::error ? " ERROR" : " warning";
    for (const auto* part : {&line.run, &line.account})
      if (!part->empty()) text += " " + *part;
    if (!line.feed.empty()) text += " " + line.feed + ":";
    output.err(printable(text + " " + line.text) + "\n");
  };
}

std::string json_line(const LogLine& line) {
  json::object object{{"time", to_string(line.at)}, {"level", word_of(line.level)}};
  for (const auto& [key, value] :
       {std::pair("run", &line.run), std::pair("account", &line.account), std::pair("feed", &line.feed)})
    if (!value->empty()) object[key] = printable(*value);
  object["message"] = printable(line.text);
  return json::serialize(object);
}

LogSink json_log(Output& output) {
  return [&output](const LogLine& line) {
    if (line.level != LogLevel::debug) output.err(json_line(line) + "\n");
  };
}

LogSink filed_log(fs::path folder, Output& output, LogSink other) {
  const auto files = std::make_shared<LogFiles>(std::move(folder), output);
  return [files, other = std::move(other)](const LogLine& line) {
    if (line.level != LogLevel::debug) files->write(line);
    other(line);
  };
}

std::size_t remove_old_logs(const fs::path& folder, Instant oldest) {
  const auto first_kept = local_date(oldest, "UTC");
  std::size_t removed = 0;
  std::error_code failed;
  std::vector<fs::path> old;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    const auto name = entry.path().filename().string();
    if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix)) continue;
    const auto day = parse_date(name.substr(kPrefix.size(), name.size() - kPrefix.size() - kSuffix.size()));
    if (day && *day < first_kept) old.push_back(entry.path());
  }
  for (const auto& path : old) removed += fs::remove(path, failed);
  return removed;
}

LogSink masked_log(const settings::Configuration& configuration, LogSink to) {
  const auto mask = std::make_shared<const transport::Mask>(settings::known_passwords(configuration));
  return [mask, to = std::move(to)](const LogLine& line) {
    auto safe = line;
    safe.text = (*mask)(std::move(safe.text));
    to(safe);
  };
}

LogSink serving_log(const settings::Configuration& configuration, Output& output, std::string zone) {
  const auto& log = configuration.gateway.log;
  const bool is_text = log.format == settings::LogFormat::text ||
                       (log.format == settings::LogFormat::automatic && ::isatty(STDERR_FILENO));
  auto sink = is_text ? human_log(output, true, std::move(zone)) : json_log(output);
  if (!log.folder.empty()) sink = filed_log(log.folder, output, std::move(sink));
  return masked_log(configuration, std::move(sink));
}

LogSink verb_log(const settings::Configuration& configuration, Output& output) {
  const bool is_json = configuration.gateway.log.format == settings::LogFormat::json;
  return masked_log(configuration, is_json ? json_log(output) : human_log(output, ::isatty(STDERR_FILENO), ""));
}

}  // namespace calloff::app
