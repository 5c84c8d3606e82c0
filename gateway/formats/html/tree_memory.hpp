// The memory of one tree: thousands of small pieces that are given back all at once. Only for tree.cpp.
// Threading: one thread.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace calloff::formats {

/// Hands out pieces of big blocks. A piece that is released is handed out again to who asks for as much; the blocks go
/// back with the whole. Pieces beyond the largest step have memory of their own. Without memory the program ends: the
/// tree builder, which is C, knows no other answer.
class TreeMemory {
 public:
  TreeMemory() = default;
  ~TreeMemory();
  TreeMemory(const TreeMemory&) = delete;
  TreeMemory& operator=(const TreeMemory&) = delete;

  /// Aligned for pointers.
  void* allocate(std::size_t size) noexcept;
  void release(void* piece) noexcept;

 private:
  /// Before each piece: how many steps it has; 0: it has memory of its own.
  struct Head {
    std::uint64_t steps;
  };
  struct Free {
    Free* next;
  };
  static constexpr std::size_t kStep = 16, kMostSteps = 64;
  static constexpr std::size_t kFirstBlock = std::size_t(64) << 10, kLastBlock = std::size_t(4) << 20;

  Head* cut(std::size_t size);
  Head* large(std::size_t size);

  std::array<Free*, kMostSteps + 1> free_{};
  std::vector<void*> blocks_, large_;
  char *next_ = nullptr, *end_ = nullptr;
  std::size_t block_size_ = kFirstBlock / 2;
};

}  // namespace calloff::formats
