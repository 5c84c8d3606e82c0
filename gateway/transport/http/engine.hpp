// libcurl's multi interface on Asio. One engine an account: its connections, names and TLS sessions are shared with no
// other account, and accounts run in parallel. Threading: everything inside runs on the engine's own strand; perform()
// may be awaited on any executor.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <memory>

#include "base/clock.hpp"
#include "transport/http/transfer.hpp"

namespace calloff::transport::http {

class Engine;

/// clock outlives the engine and every exchange on it.
std::shared_ptr<Engine> make_engine(boost::asio::any_io_executor executor, const Clock& clock);

/// Sends one request and takes the answer, redirects not followed. Cancelled (terminal), it gives what came so far,
/// Ended::cancelled. When it returns, libcurl holds nothing of the request any more.
boost::asio::awaitable<Received> perform(std::shared_ptr<Engine> engine, Order order);

}  // namespace calloff::transport::http
