// A gateway's configuration and data in a folder of their own, for one run. Threading: one thread.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "support/paths.hpp"
#include "support/process/child.hpp"
#include "support/temporary_folder.hpp"

namespace calloff::bench {

/// What is polled: customers of one account and one feed each, at plant JQ.
struct SiteSettings {
  int accounts = 1;
  std::string url;      ///< of the portals
  std::string ca_file;  ///< empty: none
  std::string feed;     ///< more lines of each feed, indented by four
  std::string now;      ///< the instant that commands act at
};

/// One command, and how long it took.
struct Took : test::process::Ended {
  double wall_s = 0;
};

class Site {
 public:
  explicit Site(SiteSettings settings);
  const std::filesystem::path& folder() const { return folder_.path(); }
  void set_now(std::string now) { settings_.now = std::move(now); }

  /// One command of the real program, which must go well.
  Took calloff(const std::vector<std::string>& words) const;

 private:
  void write_customer(int number) const;
  /// Not where everybody's temporary files come and go: ext4 takes long to make files where many were deleted lately.
  test::TemporaryFolder folder_{test::build_folder()};
  SiteSettings settings_;
};

}  // namespace calloff::bench
