#include "transport/http/engine.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <stdexcept>

namespace calloff::transport::http {

namespace asio = boost::asio;
using asio::posix::descriptor_base;
using boost::system::error_code;

namespace {

// A descriptor of libcurl's that Asio watches. libcurl owns it: it is released here, never closed.
struct Watched {
  Watched(const asio::strand<asio::any_io_executor>& strand, curl_socket_t fd) : descriptor(strand, fd) {}
  ~Watched() { descriptor.release(); }
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;

  asio::posix::stream_descriptor descriptor;
  int wanted = 0;  // CURL_POLL_IN, CURL_POLL_OUT
  bool waits_to_read = false, waits_to_write = false;
};

// What perform() and the coroutine on the strand share. What resumes perform() is held by that coroutine's handler
// alone (and both by Asio): a context that is destroyed in the middle of an exchange frees everything, in no circle.
struct Job {
  Job(const asio::strand<asio::any_io_executor>& strand, Order order_) : event(strand), order(std::move(order_)) {}
  asio::steady_timer event;  // expires at the next deadline; cancelled to wake
  Order order;
  bool is_cancelled = false;
  Received received;
  std::exception_ptr broken;  // a defect of ours, for whoever asked
};

using Resume = std::function<void()>;

}  // namespace

class Engine : public std::enable_shared_from_this<Engine> {
 public:
  Engine(const asio::any_io_executor& executor, const Clock& clock)
      : strand_(asio::make_strand(executor)), clock_(clock), timer_(strand_), multi_(curl_multi_init()) {
    if (!multi_) throw std::bad_alloc();
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Engine::on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Engine::on_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
    // One exchange at a time: a fresh connection takes the place of the one that was kept.
    curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, 1L);
  }
  ~Engine() { curl_multi_cleanup(multi_); }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  const asio::strand<asio::any_io_executor>& strand() const { return strand_; }
  static asio::awaitable<void> drive(std::shared_ptr<Engine> self, std::shared_ptr<Job> job);

 private:
  // Membership in the multi handle for a scope: a coroutine that is destroyed while it waits leaves nothing behind.
  class Attached {
   public:
    Attached(CURLM* multi, CURL* easy) : multi_(multi), easy_(easy) {
      if (curl_multi_add_handle(multi_, easy_) != CURLM_OK) throw std::bad_alloc();
    }
    ~Attached() { curl_multi_remove_handle(multi_, easy_); }
    Attached(const Attached&) = delete;
    Attached& operator=(const Attached&) = delete;

   private:
    CURLM* multi_;
    CURL* easy_;
  };

  static int on_socket(CURL*, curl_socket_t fd, int what, void* self, void*);
  static int on_timer(CURLM*, long timeout_ms, void* self);
  void watch(curl_socket_t fd, const std::shared_ptr<Watched>& watched);
  void wait(curl_socket_t fd, const std::shared_ptr<Watched>& watched, int bit);
  void act(curl_socket_t fd, int mask);

  asio::strand<asio::any_io_executor> strand_;
  const Clock& clock_;
  asio::steady_timer timer_;
  std::map<curl_socket_t, std::shared_ptr<Watched>> watched_;
  CURLM* multi_;
};

int Engine::on_socket(CURL*, curl_socket_t fd, int what, void* self, void*) {
  auto& engine = *static_cast<Engine*>(self);
  if (what == CURL_POLL_REMOVE) {
    if (const auto it = engine.watched_.find(fd); it != engine.watched_.end()) {
      it->second->wanted = 0;
      it->second->descriptor.release();
      engine.watched_.erase(it);
    }
    return 0;
  }
  auto& watched = engine.watched_[fd];
  if (!watched) watched = std::make_shared<Watched>(engine.strand_, fd);
  watched->wanted = what;
  engine.watch(fd, watched);
  return 0;
}

// Never calls libcurl from inside its callback: a timeout of 0 is an expired timer too.
int Engine::on_timer(CURLM*, long timeout_ms, void* self) {
  auto& engine = *static_cast<Engine*>(self);
  if (timeout_ms < 0) {
    engine.timer_.cancel();
    return 0;
  }
  engine.timer_.expires_after(std::chrono::milliseconds(timeout_ms));
  engine.timer_.async_wait([weak = engine.weak_from_this()](error_code ec) {
    if (const auto alive = weak.lock(); alive && !ec) alive->act(CURL_SOCKET_TIMEOUT, 0);
  });
  return 0;
}

void Engine::watch(curl_socket_t fd, const std::shared_ptr<Watched>& watched) {
  wait(fd, watched, CURL_POLL_IN);
  wait(fd, watched, CURL_POLL_OUT);
}

void Engine::wait(curl_socket_t fd, const std::shared_ptr<Watched>& watched, int bit) {
  auto& waits = bit == CURL_POLL_IN ? watched->waits_to_read : watched->waits_to_write;
  if (waits || !(watched->wanted & bit)) return;
  waits = true;
  const auto kind = bit == CURL_POLL_IN ? descriptor_base::wait_read : descriptor_base::wait_write;
  watched->descriptor.async_wait(kind, [weak = weak_from_this(), watched, fd, bit](error_code ec) {
    (bit == CURL_POLL_IN ? watched->waits_to_read : watched->waits_to_write) = false;
    const auto alive = weak.lock();
    if (!alive || ec == asio::error::operation_aborted || !(watched->wanted & bit)) return;
    const int ready = bit == CURL_POLL_IN ? CURL_CSELECT_IN : CURL_CSELECT_OUT;
    alive->act(fd, ec ? CURL_CSELECT_ERR : ready);
    // libcurl may have closed the descriptor meanwhile, and its number may be another connection's now.
    if (const auto it = alive->watched_.find(fd); it != alive->watched_.end() && it->second == watched)
      alive->watch(fd, watched);
  });
}

void Engine::act(curl_socket_t fd, int mask) {
  int running = 0;
  curl_multi_socket_action(multi_, fd, mask, &running);
  int left = 0;
  while (const auto* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const auto result = message->data.result;
    char* transfer = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
    reinterpret_cast<Transfer*>(transfer)->end(Ended::by_curl, result);
  }
}

asio::awaitable<void> Engine::drive(std::shared_ptr<Engine> self, std::shared_ptr<Job> job) {
  Transfer transfer(std::move(job->order), self->clock_, [job = job.get()] { job->event.cancel(); });
  {
    const Attached attached(self->multi_, transfer.easy());
    while (!transfer.is_ended()) {
      const auto [until, missed] = transfer.deadline();
      const auto left = until - self->clock_.boot();
      if (job->is_cancelled) {
        transfer.end(Ended::cancelled);
      } else if (left.count() <= 0) {
        transfer.end(missed);
      } else {
        job->event.expires_after(left);
        co_await job->event.async_wait(asio::as_tuple(asio::use_awaitable));
      }
    }
  }
  job->received = transfer.take();
}

std::shared_ptr<Engine> make_engine(asio::any_io_executor executor, const Clock& clock) {
  return std::make_shared<Engine>(executor, clock);
}

namespace {

// Starts the coroutine on the strand; `handler` is resumed on its own executor when that has ended.
template <class Handler>
void start(const std::shared_ptr<Engine>& engine, const std::shared_ptr<Job>& job, Handler handler) {
  auto slot = asio::get_associated_cancellation_slot(handler);
  auto executor = asio::prefer(asio::get_associated_executor(handler), asio::execution::outstanding_work.tracked);
  auto held = std::make_shared<Handler>(std::move(handler));  // std::function copies
  Resume resume = [held = std::move(held), slot, executor = std::move(executor)]() mutable {
    asio::post(executor, [held = std::move(held), slot]() mutable {
      if (slot.is_connected()) slot.clear();
      auto moved = std::move(*held);
      held.reset();
      std::move(moved)();
    });
  };
  if (slot.is_connected()) {
    slot.assign([weak = std::weak_ptr(job), strand = engine->strand()](asio::cancellation_type) {
      asio::post(strand, [weak] {
        const auto alive = weak.lock();
        if (!alive) return;
        alive->is_cancelled = true;
        alive->event.cancel();
      });
    });
  }
  // Once the coroutine is gone: whoever resumes may free what its handle pointed at.
  asio::co_spawn(engine->strand(), Engine::drive(engine, job),
                 [job, resume = std::move(resume)](std::exception_ptr broken) {
                   job->broken = broken;
                   resume();
                 });
}

}  // namespace

asio::awaitable<Received> perform(std::shared_ptr<Engine> engine, Order order) {
  const auto job = std::make_shared<Job>(engine->strand(), std::move(order));
  auto begin = [engine, job](auto handler) { start(engine, job, std::move(handler)); };
  co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(std::move(begin), asio::use_awaitable);
  if (job->broken) std::rethrow_exception(job->broken);
  co_return std::move(job->received);
}

}  // namespace calloff::transport::http
