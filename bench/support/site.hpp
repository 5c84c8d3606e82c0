// A gateway's configuration and data in a folder of their own, for one run. Threading: one thread.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "bench/support/child.hpp"

namespace calloff::bench {

/// What is polled: customers of one account and one feed each, at plant JQ.
struct SiteSettings {
  int accounts = 1;
  std::string url;      ///< of the portals
  std::string ca_file;  ///< empty: none
  std::string feed;     ///< more lines of each feed, indented by four
  std::string now;      ///< the instant that commands act at
};

/// A folder that goes away with it.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class Site {
 public:
  explicit Site(SiteSettings settings);
  const std::filesystem::path& folder() const { return folder_.path(); }
  void set_now(std::string now) { settings_.now = std::move(now); }

  /// One command of the real program. What it said is read with said().
  Cost calloff(const std::vector<std::string>& words) const;
  /// The last words of the last command.
  std::string said() const;

 private:
  void write_customer(int number) const;
  Folder folder_;
  SiteSettings settings_;
};

}  // namespace calloff::bench
