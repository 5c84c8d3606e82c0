// Strings of BIFF8 records, which may be cut by a record's end anywhere. Threading: plain values.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace calloff::formats {

/// One record and the CONTINUE records after it, read as one. Reads beyond the end give zeros.
class BiffReader {
 public:
  explicit BiffReader(std::vector<std::string_view> pieces) : pieces_(std::move(pieces)) {}

  bool is_at_end() const { return piece_ >= pieces_.size(); }
  unsigned u8();
  unsigned u16();
  unsigned u32();

  /// A string without its length: flags, characters, and rich text and pronunciation passed over. Where a record ends
  /// within the characters, the next begins with flags again. What is no Unicode becomes U+FFFD. source:
  /// [MS-XLS] 2.5.293 (XLUnicodeRichExtendedString)
  std::string characters(unsigned count);

 private:
  void skip(std::size_t count);
  void settle();

  std::vector<std::string_view> pieces_;
  std::size_t piece_ = 0, at_ = 0;
};

}  // namespace calloff::formats
