// A few read-only connections; each read sees one snapshot. Threading: from any thread; blocks while all are in use.
#pragma once
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "store/job.hpp"

namespace calloff::store {

class ReadPool {
 public:
  explicit ReadPool(std::filesystem::path database) : database_(std::move(database)) {}
  Result<void> run(const std::function<Result<void>(Reader&)>& fn);

 private:
  std::unique_ptr<Session> borrow();
  void give_back(std::unique_ptr<Session> session);

  std::filesystem::path database_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Session>> idle_;
  int in_use_ = 0;
};

}  // namespace calloff::store
