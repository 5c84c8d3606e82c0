// One operation at a time per account, or so many at a time; submits and look-ups go before polls.
// Threading: all calls on one executor (the gateway's I/O).
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

namespace calloff::accounts {

/// Lower goes first; equals in the order they came.
enum class Priority { submit, look_up, poll };

class Turnstile {
 public:
  explicit Turnstile(boost::asio::any_io_executor executor, std::size_t places = 1);
  ~Turnstile();
  Turnstile(const Turnstile&) = delete;
  Turnstile& operator=(const Turnstile&) = delete;

  /// Held until destroyed; moves only.
  class Pass {
   public:
    explicit Pass(Turnstile* owner) : owner_(owner) {}
    Pass(Pass&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)) {}
    Pass& operator=(Pass&&) = delete;
    ~Pass() {
      if (owner_) owner_->release();
    }

   private:
    Turnstile* owner_;
  };

  const boost::asio::any_io_executor& executor() const;
  /// Waits its turn. A cancelled waiter leaves the queue (operation_aborted is thrown, as Asio does).
  boost::asio::awaitable<Pass> enter(Priority priority);
  /// Would who comes now wait?
  bool is_full() const;

 private:
  struct Waiter;
  struct State;
  void release();
  std::unique_ptr<State> state_;
};

/// A place that its holder gives up while somebody far away lets it wait, and takes again afterwards.
class Place {
 public:
  /// turnstile: nullptr: there is room for everybody
  Place(Turnstile* turnstile, Priority priority) : turnstile_(turnstile), priority_(priority) {}

  /// Waits its turn, unless it has the place. Whoever is cancelled meanwhile goes on without one, to its end.
  boost::asio::awaitable<void> take();
  void leave() { pass_.reset(); }

 private:
  Turnstile* turnstile_;
  Priority priority_;
  std::optional<Turnstile::Pass> pass_;
};

}  // namespace calloff::accounts
