#include "support/asn/run_task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>

namespace calloff::test {

void run(boost::asio::awaitable<void> coroutine) {
  boost::asio::io_context context(1);
  auto work = boost::asio::make_work_guard(context);  // the store answers from its own threads
  std::exception_ptr thrown;
  boost::asio::co_spawn(context, std::move(coroutine), [&](std::exception_ptr error) {
    thrown = error;
    work.reset();
  });
  context.run();
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace calloff::test
