// The way back from offsets in converted text to offsets in the bytes it was converted from.
// Threading: plain value.
#pragma once
#include <cstddef>
#include <vector>

namespace calloff::formats {

/// Built in order while converting. Kept as runs of characters of the same length on both sides; stretches of one byte
/// for one byte (ASCII, UTF-8) are not kept at all.
class OffsetMap {
 public:
  /// A character was converted, or `count` that stand side by side and have the same lengths. Both offsets must not be
  /// smaller than the last ones.
  void add(std::size_t text_offset, std::size_t text_length, std::size_t source_offset, std::size_t source_length,
           std::size_t count = 1);

  /// Bytes of the source that stand for nothing in the text, at its start (a byte order mark).
  void skip_at_start(std::size_t source_length) { skipped_ = source_length; }

  /// Exact at the first byte of every character and at the text's end; inside a character: that character's start.
  std::size_t to_source(std::size_t text_offset) const;

  /// The same for offsets that mostly follow each other. near: 0 at first, then what the last call left there
  std::size_t to_source(std::size_t text_offset, std::size_t& near) const {
    // Mostly it is still among the ASCII between two runs.
    if (near > 0 && near < runs_.size() && text_offset < runs_[near].text)
      if (const auto& run = runs_[near - 1]; text_offset >= run.text_end())
        return run.source_end() + (text_offset - run.text_end());
    return search_source(text_offset, near);
  }

  std::size_t runs() const { return runs_.size(); }

 private:
  struct Run {
    std::size_t text, source, count;
    unsigned char text_step, source_step;
    std::size_t text_end() const { return text + count * text_step; }
    std::size_t source_end() const { return source + count * source_step; }
  };
  std::size_t search_source(std::size_t text_offset, std::size_t& near) const;
  /// Is `after` the first run that begins behind `text_offset`?
  bool is_after(std::size_t after, std::size_t text_offset) const;

  std::vector<Run> runs_;
  std::size_t skipped_ = 0;
};

}  // namespace calloff::formats
