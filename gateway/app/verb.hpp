// What the verbs are called with. Each file verbs_*.cpp carries out one group.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>

#include "app/command.hpp"
#include "app/dispatch.hpp"
#include "app/gateway.hpp"
#include "app/output.hpp"
#include "model/actor.hpp"
#include "present/views.hpp"

namespace calloff::app {

/// doctor: what the gateway needs, line by line
Exit run_doctor(const Command& command, Output& output);

/// Verbs that need configuration only.
Exit run_config_verb(const Command& command, Output& output);

/// backup verify, backup restore: they need the backup, no configuration and no store of ours.
Exit run_backup_verb(const Command& command, Output& output);
/// backup create
Exit create_backup(const Command& command, store::Store& store, Clock& clock, Output& output);
/// store release
Exit release_store(const Command& command, Gateway& gateway, const model::Actor& actor, Output& output);

/// Verbs that read a snapshot of the store.
Exit run_read_verb(const Command& command, const Prepared& prepared, store::Store& store, Clock& clock,
                   const model::Actor& actor, Output& output);

/// Verbs that write: in `serve`'s process for whoever asks over the socket, or in a process of their own.
boost::asio::awaitable<Exit> run_write_verb(Command command, Gateway& gateway, model::Actor actor, Output& output);
/// fetch, feed run
boost::asio::awaitable<Exit> run_fetch(Command command, Gateway& gateway, model::Actor actor, Output& output);
boost::asio::awaitable<Exit> run_asn_verb(Command command, Gateway& gateway, model::Actor actor, Output& output);
boost::asio::awaitable<Exit> run_import(Command command, Gateway& gateway, model::Actor actor, Output& output);
boost::asio::awaitable<Exit> run_quarantine_retry(Command command, Gateway& gateway, model::Actor actor,
                                                  Output& output);
/// replay --apply
boost::asio::awaitable<Exit> apply_replay(Command command, Gateway& gateway, model::Actor actor, Output& output);
boost::asio::awaitable<Exit> run_drift_accept(Command command, Gateway& gateway, model::Actor actor, Output& output);
/// notify test: a message now, whatever the hour
boost::asio::awaitable<Exit> run_notify_test(Command command, Gateway& gateway, model::Actor actor, Output& output);
/// exception ack, resolve, assign, snooze, reopen
Exit step_exception(const Command& command, Gateway& gateway, const model::Actor& actor, Output& output);
/// feed hold, feed release
Exit hold_or_release_feed(const Command& command, Gateway& gateway, const model::Actor& actor, Output& output);
/// account release, yield, answer
boost::asio::awaitable<Exit> run_account_verb(Command command, Gateway& gateway, model::Actor actor, Output& output);
/// account picture
Exit show_picture(const Command& command, const present::ViewOf& of, store::Store& store, Output& output);

/// Reads the files that the line names into command.files; gives how many could not be read, each told on stderr.
int read_files(Command& command, Output& output);
/// What an import would do: no store, nothing written.
Exit run_dry_import(const Command& command, const Prepared& prepared, Clock& clock, Output& output);

/// replay, replay --verify, replay --sessions: reads document by document, so that a gateway beside it is not held up
Exit run_replay(const Command& command, const Prepared& prepared, store::Store& store, const model::Actor& actor,
                Output& output);
/// schedule show, schedule changes, release diff, export schedule
Exit run_schedule_verb(const Command& command, const present::ViewOf& of, Output& output);
/// drift list, drift show
Exit run_drift_verb(const Command& command, const present::ViewOf& of, store::Store& store, Output& output);
/// exception list, exception show
Exit run_exception_verb(const Command& command, const present::ViewOf& of, Output& output);
/// notify list
Exit list_notified(const Command& command, const present::ViewOf& of, Output& output);
/// quarantine list, quarantine show
Exit run_quarantine_verb(const Command& command, const present::ViewOf& of, store::Store& store, Output& output);

Exit run_serve(const Command& command, const Prepared& prepared, Clock& clock, Output& output);

/// A listing or an object in the format that was asked for.
void print(const present::Listing& listing, const Command& command, Output& output);
void print(const present::Value& object, const Command& command, Output& output);

/// The number that an option gives, `otherwise` where it is not given; none, and the mistake told, if it is no number.
std::optional<std::size_t> count_of(const Command& command, const std::string& option, std::size_t otherwise,
                                    Output& output);

/// The date of an option, none if it is not there; false, with the mistake told, if it is no date.
bool read_date(const Command& command, const std::string& option, std::optional<LocalDate>& date, Output& output);

/// "1 customer", "2 customers".
std::string counted(std::size_t count, const std::string& noun);

/// The operating system's user behind a user id, with all rights.
model::Actor actor_of(unsigned user_id);

}  // namespace calloff::app
