// A place where calloff is at work: a copy of the demo's configuration and a data folder of its own.
#pragma once
#include <memory>
#include <set>

#include "support/process/portal.hpp"

namespace calloff::test::process {

class Site {
 public:
  /// portal_url: where the configured portal is
  explicit Site(const std::string& portal_url);
  /// Fails the test if a secret stands in anything that was left or said here: store, archive, logs, backups, dumps.
  ~Site();

  Environment environment;                   ///< of every calloff that is started here
  std::vector<std::string> further_secrets;  ///< those within variables whose names do not say so; see canaries_of
  std::string now;                           ///< --now of every calloff; empty: none is given
  std::optional<unsigned long> largest_file;

  /// Runs one verb to its end.
  Ended calloff(const std::vector<std::string>& words) const;
  /// Starts `calloff serve` and waits until it is ready.
  std::unique_ptr<Child> serve() const;
  Start start(const std::vector<std::string>& words) const;

  /// What a verb prints with `-o json`; it must exit with 0.
  boost::json::value json(std::vector<std::string> words) const;
  /// The same of a verb that lists.
  boost::json::array list(std::vector<std::string> words) const;

  /// Replaces a text in the customer's file; it must be there. Gives the place as messages do: `sgm.yaml:LINE`
  std::string configure(const std::string& from, const std::string& to) const;

  std::filesystem::path config() const { return folder_.path() / "config/demo"; }
  std::filesystem::path data() const { return folder_.path() / "data"; }

 private:
  void search_for_secrets() const;

  TemporaryFolder folder_;
  std::shared_ptr<std::string> heard_ = std::make_shared<std::string>();
  mutable std::set<std::string> used_;  // secrets of whatever was started here
};

/// The rows of `schedule show --all`, without what differs from run to run by its nature: `as_of`, `freshness`,
/// `complete`, `revision`.
boost::json::array schedule_of(const Site& site);
/// The rows of `oes list`.
boost::json::array orders_of(const Site& site);

/// The one run of a fetch with `-o json`. Throws unless it is one.
boost::json::value run_of(const Ended& fetch);

/// A member of a JSON object as text; strings without quotes, null as empty.
std::string text_of(const boost::json::value& object, std::string_view member);

/// The port at which a gateway that is ready answers health checks; it must have said so.
std::uint16_t health_port(const Child& gateway);

/// Whether `store check` finds nothing.
bool is_sound(const Site& site);

}  // namespace calloff::test::process
