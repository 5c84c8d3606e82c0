// Chance that repeats: the same seed and key give the same throws, on every machine.
#pragma once
#include <cstdint>
#include <string_view>

namespace calloff::simulator {

/// source: splitmix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014); key mixed in by
/// FNV-1a
class Dice {
 public:
  Dice(std::uint64_t seed, std::string_view key) : state_(seed ^ 0xcbf29ce484222325u) {
    for (const char c : key) state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  }

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15u;
    auto z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  /// One of low..high, both included.
  int between(int low, int high) { return low + static_cast<int>(next() % static_cast<std::uint64_t>(high - low + 1)); }

  bool chance(int percent) { return between(1, 100) <= percent; }

 private:
  std::uint64_t state_;
};

}  // namespace calloff::simulator
