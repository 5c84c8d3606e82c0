#include "support/net/session.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <future>
#include <mutex>
#include <thread>

#include "accounts/transport_loader.hpp"

namespace calloff::test {

namespace asio = boost::asio;
using transport::Exchange;
using transport::Request;

namespace {

using Strand = asio::strand<asio::any_io_executor>;
using Promise = std::promise<Exchange>;

asio::awaitable<void> run(transport::Session* session, Request request, std::shared_ptr<Promise> done) {
  done->set_value(co_await session->exchange(std::move(request)));
}

asio::awaitable<void> run_owned(std::unique_ptr<transport::Session> session, Request request) {
  co_await session->exchange(std::move(request));
}

void rethrow(std::exception_ptr broken) {
  if (broken) std::rethrow_exception(broken);
}

}  // namespace

// The order of the members matters: what was made from the context goes before it.
struct AccountSession::Inside {
  static constexpr int kThreads = 4;

  std::unique_ptr<Clock> own_clock;  // where the test has none
  std::unique_ptr<asio::io_context> context = std::make_unique<asio::io_context>(kThreads);
  std::optional<Strand> strand = asio::make_strand(asio::any_io_executor(context->get_executor()));
  asio::cancellation_signal signal;  // used on the strand only
  std::shared_ptr<transport::Transport> transport;
  std::unique_ptr<transport::Session> session;
  std::mutex mutex;
  std::vector<transport::WireRecord> records;
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work{context->get_executor()};
  std::vector<std::thread> threads;

  std::future<Exchange> begin(Request request) {
    auto done = std::make_shared<Promise>();
    asio::post(*strand, [this, done, request = std::move(request)]() mutable {
      asio::co_spawn(*strand, run(session.get(), std::move(request), done),
                     asio::bind_cancellation_slot(signal.slot(), rethrow));
    });
    return done->get_future();
  }

  void stop() {
    work.reset();
    if (context) context->stop();
    for (auto& thread : threads) thread.join();
    threads.clear();
  }
};

AccountSession::AccountSession(transport::SessionSettings settings) : inside_(std::make_unique<Inside>()) {
  inside_->own_clock = system_clock();
  begin(std::move(settings), *inside_->own_clock);
}

AccountSession::AccountSession(transport::SessionSettings settings, Clock& clock)
    : inside_(std::make_unique<Inside>()) {
  begin(std::move(settings), clock);
}

void AccountSession::begin(transport::SessionSettings settings, Clock& clock) {
  auto& in = *inside_;
  auto loaded = accounts::load_transport(accounts::transport_path(), in.context->get_executor(), clock);
  in.transport = loaded.value();
  in.session = in.transport->open_session(std::move(settings));
  in.session->record_to([&in](transport::WireRecord record) {
    const std::lock_guard lock(in.mutex);
    in.records.push_back(std::move(record));
  });
  for (int i = 0; i < Inside::kThreads; ++i) in.threads.emplace_back([&in] { in.context->run(); });
}

AccountSession::~AccountSession() { inside_->stop(); }

transport::Session& AccountSession::session() { return *inside_->session; }

Exchange AccountSession::ask(Request request) { return inside_->begin(std::move(request)).get(); }

Exchange AccountSession::ask_and(Request request, std::function<void()> meanwhile) {
  auto future = inside_->begin(std::move(request));
  meanwhile();
  return future.get();
}

Exchange AccountSession::ask_and_cancel(Request request, std::function<void()> when) {
  return ask_and(std::move(request), [&] {
    when();
    asio::post(*inside_->strand, [in = inside_.get()] { in->signal.emit(asio::cancellation_type::terminal); });
  });
}

void AccountSession::ask_and_abandon(Request request, std::function<void()> when) {
  auto& in = *inside_;
  asio::post(*in.strand, [&in, request = std::move(request)]() mutable {
    asio::co_spawn(*in.strand, run_owned(std::move(in.session), std::move(request)), rethrow);
  });
  when();
  in.stop();
  in.transport.reset();
  in.strand.reset();
  in.context.reset();
}

void AccountSession::rest() {
  const auto done = std::make_shared<std::promise<void>>();
  asio::post(*inside_->strand, [this, done] {
    session().rest();
    done->set_value();
  });
  done->get_future().get();
}

std::vector<transport::WireRecord> AccountSession::records() const {
  const std::lock_guard lock(inside_->mutex);
  return inside_->records;
}

Request get(std::string url) { return {"GET", std::move(url), "page"}; }

Request write_to(std::string url, std::string body) {
  Request request("POST", std::move(url), "save");
  request.intent = transport::Intent::write;
  request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  request.body = std::move(body);
  return request;
}

std::string code_of(const Exchange& exchange) { return exchange.response ? "ok" : exchange.response.error().code; }

}  // namespace calloff::test
