// The parts of a gateway that may write, put together: store, accounts, feeds, ASNs. `serve` keeps one for as long as
// it runs; a one-shot verb makes one for itself when none runs. Threading: made and destroyed on one thread; its
// coroutines run on `io`.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "accounts/accounts.hpp"
#include "app/asn_ports.hpp"
#include "asn/service.hpp"
#include "inbound/accept.hpp"
#include "inbound/import_run.hpp"
#include "inbound/look_again.hpp"
#include "inbound/poll.hpp"
#include "inbound/replay.hpp"
#include "notify/carrier.hpp"
#include "schedule/scheduler.hpp"

namespace calloff::app {

/// Everything that was read before anything may be written.
struct Prepared {
  settings::Configuration configuration;
  accounts::LoadedAdapters adapters;
  std::vector<inbound::PolledFeed> feeds;
  Writers writers;  ///< ASN mappings, by customer
};

/// What the mapping of each feed makes; feeds without one are only archived.
std::map<store::FeedKey, mapping::RecordKind> records_of(const Prepared& prepared);

/// Reads configuration, adapters and mappings; every mistake of all of them, in order of file and line.
struct PreparedOrErrors {
  Prepared prepared;
  std::vector<Error> errors, notes;  ///< notes: worth knowing, nothing to mend
};
PreparedOrErrors prepare(const std::string& config_folder);
/// Without adapters, feeds' mappings and what they are checked for: enough to list what has happened.
PreparedOrErrors prepare_to_list(const std::string& config_folder);

/// Where a gateway's work is done. io: all coroutines, one thread; cpu: decoding and mapping, which would hold them up;
/// wires: TLS and the bytes of all connections, each account on a strand of its own
struct Executors {
  boost::asio::any_io_executor io, cpu, wires;
};

/// How the store of a folder is opened for writing. errors: as store::Store::open
using OpenStore = std::function<Result<std::unique_ptr<store::Store>>(const std::string& folder, Clock& clock)>;

class Gateway {
 public:
  /// Takes the data folder's lock, and keeps the mappings' versions that the store does not have yet.
  /// transport: how customers are reached; nullptr: the installed library, loaded on first use
  /// open_store: empty: Store::open
  /// errors: store/...; fix_config accounts/key_...
  static Result<std::unique_ptr<Gateway>> open(const Prepared& prepared, const std::string& data_folder, Clock& clock,
                                               LogSink log, Executors on,
                                               std::shared_ptr<transport::Transport> transport = nullptr,
                                               const OpenStore& open_store = {});
  ~Gateway();

  store::Store& store() { return *store_; }
  asn::AsnService& asns() { return *asns_; }
  accounts::Accounts& accounts() { return *accounts_; }
  /// How who is to be told is reached.
  notify::Carrier& carrier() { return *carrier_; }
  const Prepared& prepared() const { return prepared_; }
  Clock& clock() { return clock_; }
  const LogSink& log() const { return log_; }

  /// Loaded on first use. errors: fix_config wire/not_loaded (path, reason)
  Result<transport::Transport*> transport();

  /// Goes on where a crash stopped: documents archived and not understood, ASNs on their way.
  Task<void> recover();

  /// Polls one feed now, or once there are files to open for it: every account has a connection of its own.
  /// errors: those of inbound::poll_feed; retry schedule/set_complete, if planned and the feed's window ends so
  Task<store::RunRecord> poll(const inbound::PolledFeed& feed, std::optional<Instant> planned,
                              inbound::Holds holds = inbound::Holds::respected);

  /// Takes in files that a person brought.
  Task<inbound::ImportRun> import_files(const inbound::PolledFeed& feed, std::vector<inbound::ImportFile> files,
                                        model::Actor actor);

  /// Publishes a page that the guard stopped.
  Task<inbound::Accepted> accept(std::string document, model::Actor actor, std::string reason);

  /// Looks again at a document kept apart, or at all of them (document empty), with today's mappings.
  Task<std::vector<inbound::LookedAgain>> retry(std::string document, model::Actor actor);

  /// Understands archived documents anew with today's mappings, and publishes what differs from what stands.
  Task<inbound::Applied> replay(inbound::ReplaySelection selection, model::Actor actor, std::string reason);

  /// Signs out everywhere at once, so that a person can log in; each account is a run of its own. What fails is logged.
  boost::asio::awaitable<void> sign_out_everywhere();
  /// Signs out of one account, also of a session that another process kept, as a run of its own. What fails is logged.
  /// As Account::sign_out.
  Task<bool> sign_out(accounts::Account& account,
                      accounts::Account::Leaving leaving = accounts::Account::Leaving::anyway);

 private:
  Gateway(const Prepared& prepared, Clock& clock, LogSink log, Executors on);
  Result<transport::Mailer*> mailer();
  inbound::PollWith poll_with();
  Task<bool> is_set_complete(const settings::Feed& feed, LocalDate date);

  const Prepared& prepared_;
  Clock& clock_;
  LogSink log_;
  Executors on_;
  accounts::Turnstile polls_, working_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<accounts::Keyring> keyring_;
  std::shared_ptr<transport::Transport> transport_;
  std::shared_ptr<transport::Mailer> mailer_;
  std::unique_ptr<notify::Carrier> carrier_;
  std::unique_ptr<accounts::Accounts> accounts_;
  std::unique_ptr<ConfiguredChannels> channels_;
  std::unique_ptr<SessionGate> gate_;
  std::unique_ptr<asn::AsnService> asns_;
};

}  // namespace calloff::app
