#include "support/net/notify_socket.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace calloff::test {

NotifySocket::NotifySocket()
    : path_((std::filesystem::path(folder_.path()) / "notify").string()),
      descriptor_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
  sockaddr_un here{};
  here.sun_family = AF_UNIX;
  path_.copy(here.sun_path, sizeof here.sun_path - 1);
  if (bind(descriptor_, reinterpret_cast<const sockaddr*>(&here), sizeof here) != 0)
    throw std::runtime_error("no socket at " + path_);
}

NotifySocket::~NotifySocket() { close(descriptor_); }

std::string NotifySocket::receive(int flags) const {
  std::array<char, 1024> room;
  const auto size = recv(descriptor_, room.data(), room.size(), flags);
  return size > 0 ? std::string(room.data(), std::size_t(size)) : std::string();
}

std::string NotifySocket::next() const { return receive(0); }
std::string NotifySocket::waiting() const { return receive(MSG_DONTWAIT); }

}  // namespace calloff::test
