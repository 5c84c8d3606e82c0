#include "support/process/listeners.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace calloff::test::process {
namespace {

namespace fs = std::filesystem;

/// The inodes of its sockets.
std::set<std::string> sockets_of(pid_t process) {
  const std::string kind = "socket:[";
  std::set<std::string> inodes;
  for (const auto& entry : fs::directory_iterator("/proc/" + std::to_string(process) + "/fd")) {
    std::error_code closed_meanwhile;
    const auto target = fs::read_symlink(entry.path(), closed_meanwhile).string();
    if (target.starts_with(kind)) inodes.insert(target.substr(kind.size(), target.size() - kind.size() - 1));
  }
  return inodes;
}

}  // namespace

std::set<std::uint16_t> listening_ports(pid_t process) {
  const auto sockets = sockets_of(process);
  std::set<std::uint16_t> ports;
  for (const char* family : {"tcp", "tcp6"}) {
    std::ifstream table("/proc/" + std::to_string(process) + "/net/" + family);
    std::string line;
    std::getline(table, line);  // its headers
    while (std::getline(table, line)) {
      std::istringstream cells(line);
      std::string number, local, remote, state, queues, timer, retransmits, user, timeout, inode;
      cells >> number >> local >> remote >> state >> queues >> timer >> retransmits >> user >> timeout >> inode;
      constexpr std::string_view kListening = "0A";
      if (state != kListening || !sockets.contains(inode)) continue;
      ports.insert(std::uint16_t(std::stoi(local.substr(local.find(':') + 1), nullptr, 16)));
    }
  }
  return ports;
}

}  // namespace calloff::test::process
