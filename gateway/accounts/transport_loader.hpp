// libcalloff_transport.so, loaded on first use: a one-shot command that asks nothing of the network never pays for
// libcurl and OpenSSL. Threading: may be called from any thread.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "transport/mail.hpp"
#include "transport/wire.hpp"

namespace calloff::accounts {

/// Beside libcalloff_core.so, in the build tree as in an installation: `.../lib/libcalloff_transport.so`.
std::string transport_path();

/// The library stays loaded until the process ends. clock and the executor's context outlive the result.
/// errors: fix_config wire/not_loaded (path, reason)
Result<std::shared_ptr<transport::Transport>> load_transport(std::string path, boost::asio::any_io_executor executor,
                                                             Clock& clock);

/// The same library's way to send mail. errors: fix_config wire/not_loaded (path, reason)
Result<std::shared_ptr<transport::Mailer>> load_mailer(std::string path);

}  // namespace calloff::accounts
