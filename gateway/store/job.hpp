// What a write job or a read is lent. Threading: valid only inside the call it was lent to.
#pragma once
#include "base/clock.hpp"
#include "store/database.hpp"

namespace calloff::store {

/// One snapshot of the store.
class Reader {
 public:
  explicit Reader(Session& session) : session_(session) {}
  /// For the store's own functions; nothing outside this folder writes SQL.
  Session& session() { return session_; }

 private:
  Session& session_;
};

/// One job of the writer thread, inside a savepoint: all of it becomes durable, or nothing.
class Writer : public Reader {
 public:
  Writer(Session& session, Instant now) : Reader(session), now_(now) {}
  /// Civil time at the job's start.
  Instant now() const { return now_; }

 private:
  Instant now_;
};

}  // namespace calloff::store
