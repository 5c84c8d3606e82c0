// Certificate authorities and server certificates made for one test, in a folder that goes with it.
#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "support/net/scripted_server.hpp"

namespace calloff::test {

enum class Validity { good, expired };

class Authority {
 public:
  Authority();
  ~Authority();
  Authority(const Authority&) = delete;
  Authority& operator=(const Authority&) = delete;

  /// PEM, what an account's `ca` names.
  std::string ca_file() const;
  /// A certificate for `host`, signed by this authority. key_password: with which its key is encrypted; empty: not at
  /// all
  ServerTls issue(const std::string& host, Validity validity = Validity::good, const std::string& key_password = {});

 private:
  struct Keys;
  std::filesystem::path folder_;
  std::unique_ptr<Keys> keys_;
  int issued_ = 0;
};

}  // namespace calloff::test
