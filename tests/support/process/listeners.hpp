// What a process listens at, as the kernel has it.
#pragma once
#include <sys/types.h>

#include <cstdint>
#include <set>

namespace calloff::test::process {

/// The TCP ports, of either family, at which the process listens.
std::set<std::uint16_t> listening_ports(pid_t process);

}  // namespace calloff::test::process
