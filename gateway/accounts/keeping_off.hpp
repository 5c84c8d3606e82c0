// What keeps several accounts from asking: a host that wants to be left alone for a while, a proxy that refused our
// password. Kept in the store, so that every account knows, also after a restart.
// Threading: as the store's jobs.
#pragma once
#include <chrono>
#include <optional>
#include <string>

#include "accounts/keyring.hpp"
#include "store/job.hpp"
#include "store/states.hpp"
#include "transport/wire.hpp"

namespace calloff::accounts {

/// A host that wants to be left alone for longer is asked again after this.
inline constexpr std::chrono::hours kLongestWait{1};

/// The name in an absolute address, in lower case, without port: all servers on one machine are one host.
std::string host_name(std::string_view url);

/// The host said (Retry-After) that it is not to be asked before `until`.
void note_wait(store::Writer& writer, const std::string& host, Instant until, Instant now);
/// Until when it is to be left alone; none: it may be asked. A clock that was set back keeps nobody off for longer.
std::optional<Instant> wait_of(store::Reader& reader, const std::string& host, Instant now);
/// Why it is not asked: retry accounts/asked_to_wait (host, until).
Error asked_to_wait(const std::string& host, Instant until);
/// Whether anything may be asked for the account now. errors: retry accounts/yielded, accounts/asked_to_wait (host,
/// until)
/// host: empty where its wait is not heeded
Result<void> check_not_kept_off(store::Reader& reader, const store::AccountKey& account, const std::string& host,
                                Instant now);

/// A proxy as people know it, and the mark of the user and password that we show it; both may be empty.
struct ShownProxy {
  std::string name, mark;
};
ShownProxy shown_to(const transport::Proxy& proxy, const Keyring& keyring);

/// The proxy refused these credentials; they are not shown to it again. One ticket a proxy, whatever goes through it.
/// account: that showed them; mark: of the credentials
void note_refused(store::Writer& writer, const std::string& proxy, const std::string& account, const std::string& mark);
/// It took what this account shows: what it refused of the account before, or of others who show the same, is over.
/// The ticket stays while anything else is refused.
void forget_refused(store::Writer& writer, const std::string& proxy, const std::string& account,
                    const std::string& mark);
/// A person says that it may be asked again, by all. false: it had not refused anything
bool forget_all_refused(store::Writer& writer, const std::string& proxy, const std::string& actor);
/// fix_config accounts/proxy_refused (proxy)
Error proxy_refused(const std::string& proxy);
bool is_refused(store::Reader& reader, const std::string& proxy, const std::string& mark);

}  // namespace calloff::accounts
