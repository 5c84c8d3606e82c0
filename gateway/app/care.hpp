// What a running gateway tells those who look after it: health checks and metrics over HTTP, where the configuration
// wants them. Threading: as the gateway.
#pragma once
#include <memory>
#include <string>

#include "app/disk_watch.hpp"
#include "app/gateway.hpp"
#include "app/task_group.hpp"

namespace calloff::app {

class Care {
 public:
  /// disk: looked at for each request; outlives this
  Care(Gateway& gateway, DiskWatch& disk, TaskGroup& tasks);
  ~Care();

  /// Listens as task of `tasks`, if the configuration wants it. errors: ask_person web/listen
  Result<void> open(boost::asio::any_io_executor io);
  /// The gateway has begun: what the last one left is taken up, and the schedule runs.
  void begun();
  /// What `/readyz` says.
  bool is_ready() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace calloff::app
