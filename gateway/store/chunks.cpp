#include "store/chunks.hpp"

#include <algorithm>

namespace calloff::store {
namespace {

constexpr std::size_t kChunk = 64;

}  // namespace

std::string in_chunk(std::size_t first) {
  std::string text = "in (";
  for (std::size_t i = 0; i < kChunk; ++i) text += (i ? ", $" : "$") + std::to_string(first + i);
  return text + ")";
}

void each_chunk(const std::vector<Value>& key, const std::vector<std::string>& ids,
                const std::function<void(const std::vector<Value>&)>& run) {
  for (std::size_t from = 0; from < ids.size(); from += kChunk) {
    auto values = key;
    for (std::size_t i = from; i < from + kChunk; ++i) values.emplace_back(ids[std::min(i, ids.size() - 1)]);
    run(values);
  }
}

}  // namespace calloff::store
