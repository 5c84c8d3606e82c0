#include "formats/html/tree_memory.hpp"

#include <algorithm>
#include <cstdlib>
#include <new>

namespace calloff::formats {
namespace {

void* get(std::size_t size) {
  void* memory = std::malloc(size);
  if (!memory) throw std::bad_alloc();
  return memory;
}

}  // namespace

TreeMemory::~TreeMemory() {
  std::ranges::for_each(large_, std::free);
  std::ranges::for_each(blocks_, std::free);
}

TreeMemory::Head* TreeMemory::cut(std::size_t size) {
  if (static_cast<std::size_t>(end_ - next_) < size) {
    block_size_ = std::min(2 * block_size_, kLastBlock);
    blocks_.push_back(get(block_size_));
    next_ = static_cast<char*>(blocks_.back());
    end_ = next_ + block_size_;
  }
  auto* head = reinterpret_cast<Head*>(next_);
  next_ += size;
  return head;
}

TreeMemory::Head* TreeMemory::large(std::size_t size) {
  large_.push_back(get(size));
  return static_cast<Head*>(large_.back());
}

void* TreeMemory::allocate(std::size_t size) noexcept {
  const auto steps = size == 0 ? 1 : (size + kStep - 1) / kStep;
  if (steps <= kMostSteps && free_[steps]) {
    auto* piece = free_[steps];
    free_[steps] = piece->next;
    return piece;
  }
  auto* head = steps <= kMostSteps ? cut(sizeof(Head) + steps * kStep) : large(sizeof(Head) + size);
  head->steps = steps <= kMostSteps ? steps : 0;
  return head + 1;
}

void TreeMemory::release(void* piece) noexcept {
  if (!piece) return;
  auto* head = static_cast<Head*>(piece) - 1;
  if (head->steps > 0) {
    auto* free = static_cast<Free*>(piece);
    free->next = free_[head->steps];
    free_[head->steps] = free;
    return;
  }
  // What was got last is mostly what grows, and goes first.
  const auto at = std::find(large_.rbegin(), large_.rend(), static_cast<void*>(head));
  std::free(head);
  large_.erase(std::next(at).base());
}

}  // namespace calloff::formats
