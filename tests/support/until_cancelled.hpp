// How a coroutine ends that goes on for ever: somebody cancels it. Anything else that it throws is a defect.
#pragma once
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <exception>

namespace calloff::test {

/// For co_spawn: what is no cancelling comes out of the context's run().
inline void until_cancelled(std::exception_ptr thrown) {
  try {
    if (thrown) std::rethrow_exception(thrown);
  } catch (const boost::system::system_error& error) {
    if (error.code() != boost::asio::error::operation_aborted) throw;
  }
}

}  // namespace calloff::test
