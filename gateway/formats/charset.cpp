#include "formats/charset.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <utility>
#include <vector>

#include "base/hex.hpp"
#include "base/text.hpp"
#include "formats/utf8.hpp"

namespace calloff::formats {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// One conversion of glibc's, closed with its holder.
class Converter {
 public:
  Converter(const std::string& to, const std::string& from) : handle_(iconv_open(to.c_str(), from.c_str())) {}
  ~Converter() {
    if (is_open()) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  bool is_open() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

  /// Appends what `in` stands for, if it is whole characters. A failed call leaves no trace.
  bool append(std::string_view in, std::string& out) {
    std::array<char, 32> buffer;
    auto* from = const_cast<char*>(in.data());  // iconv does not write to its input
    auto* to = buffer.data();
    auto left = in.size(), room = buffer.size();
    const auto irreversible = iconv(handle_, &from, &left, &to, &room);
    if (irreversible != 0 || left != 0) {
      iconv(handle_, nullptr, nullptr, nullptr, nullptr);
      return false;
    }
    out.append(buffer.data(), buffer.size() - room);
    return true;
  }

 private:
  iconv_t handle_;
};

/// Decoded so far; bad: offset of the first byte that did not decode. is_certain: it is this charset all the same, and
/// what is bad was bad before it was sent.
struct Attempt {
  DecodedText text;
  std::optional<std::size_t> bad;
  bool is_certain = false;
};

// Charsets that change their state within the text have no place for a character by itself.
bool has_state(std::string_view charset) {
  return charset == "UTF-7" || charset.starts_with("HZ") || charset.starts_with("ISO-2022") ||
         charset.starts_with("ISO2022") || charset == "UTF-16" || charset == "UTF-32" ||
         charset.find("//") != charset.npos;
}

/// The two-byte characters of GB18030, which are nearly all that its texts have: asked of iconv once, then looked up.
class TwoByteCharacters {
 public:
  /// length 0: iconv must be asked
  struct Character {
    char utf8[3] = {};
    unsigned char length = 0;
  };

  static const TwoByteCharacters& gb18030() {
    static const TwoByteCharacters characters;
    return characters;
  }
  bool is_open() const { return is_open_; }

  Character find(char lead, char trail) const {
    const auto row = static_cast<unsigned char>(lead), column = static_cast<unsigned char>(trail);
    if (row < kFirstLead || column < kFirstTrail) return {};
    return characters_[std::size_t(row - kFirstLead) * kTrails + (column - kFirstTrail)];
  }

 private:
  static constexpr unsigned kFirstLead = 0x81, kFirstTrail = 0x40, kTrails = 0x100 - kFirstTrail;

  TwoByteCharacters() : characters_((0x100 - kFirstLead) * kTrails) {
    Converter converter("UTF-8", "GB18030");
    is_open_ = converter.is_open();
    std::string utf8;
    for (std::size_t i = 0; is_open_ && i < characters_.size(); ++i) {
      const char bytes[] = {static_cast<char>(kFirstLead + i / kTrails), static_cast<char>(kFirstTrail + i % kTrails)};
      utf8.clear();
      if (!converter.append({bytes, 2}, utf8) || utf8.empty() || utf8.size() > 3 || utf8 == kReplacement) continue;
      utf8.copy(characters_[i].utf8, 3);
      characters_[i].length = static_cast<unsigned char>(utf8.size());
    }
  }

  std::vector<Character> characters_;
  bool is_open_ = false;
};

bool is_known(const std::string& charset) {
  if (charset == "GB18030") return TwoByteCharacters::gb18030().is_open();
  return !charset.empty() && !has_state(charset) && (charset == "UTF-8" || Converter("UTF-8", charset).is_open());
}

// GB18030's second byte tells two bytes from four; the others are tried from one byte up.
std::size_t least_length(std::string_view charset, std::string_view rest) {
  if (charset != "GB18030") return 1;
  return rest.size() > 1 && rest[1] >= '0' && rest[1] <= '9' ? 4 : 2;
}

std::size_t decode_character(Converter& converter, std::string_view charset, std::string_view rest, std::string& out) {
  const auto before = out.size();
  for (auto length = least_length(charset, rest); length <= std::min<std::size_t>(4, rest.size()); ++length)
    if (converter.append(rest.substr(0, length), out) && out.size() > before) return length;
  return 0;
}

void decode_utf8(std::string_view bytes, std::size_t start, Attempt& attempt) {
  const auto rest = bytes.substr(start);
  const auto valid = valid_utf8_length(rest);
  const auto end = std::min({valid, rest.find(kReplacement), rest.find('\0')});
  attempt.text.utf8 = rest.substr(0, end);
  if (end < rest.size()) attempt.bad = start + end;
  // Read as GB18030, two U+FFFD would be three common characters.
  attempt.is_certain = valid == rest.size();
}

/// Decodes as iconv does, but copies ASCII as it is and looks up what is in a table.
class Decoding {
 public:
  Decoding(std::string_view bytes, std::size_t start, Attempt& attempt)
      : bytes_(bytes), at_(start), attempt_(attempt) {}

  void run() {
    const auto& charset = attempt_.text.charset;
    const bool extends_ascii = !charset.starts_with("UTF-");
    const auto* table = charset == "GB18030" ? &TwoByteCharacters::gb18030() : nullptr;
    attempt_.text.utf8.reserve(bytes_.size() + bytes_.size() / 2);
    while (at_ < bytes_.size()) {
      if (extends_ascii) copy_ascii();
      if (table) copy_known(*table);
      if (at_ < bytes_.size() && !ask_iconv(extends_ascii)) return;
    }
  }

 private:
  void copy_ascii() {
    const auto end = ascii_end(bytes_, at_);
    attempt_.text.utf8.append(bytes_, at_, end - at_);
    at_ = end;
  }

  /// As many characters as are in the table, those of one length at a time.
  void copy_known(const TwoByteCharacters& table) {
    auto& [charset, utf8, offsets] = attempt_.text;
    std::array<char, 96> found;
    while (true) {
      std::size_t count = 0, length = 0;
      for (; 3 * count < found.size() && at_ + 2 * count + 1 < bytes_.size(); ++count) {
        const auto character = table.find(bytes_[at_ + 2 * count], bytes_[at_ + 2 * count + 1]);
        if (character.length == 0 || (count > 0 && character.length != length)) break;
        length = character.length;
        std::copy_n(character.utf8, 3, found.data() + length * count);
      }
      if (count == 0) return;
      offsets.add(utf8.size(), length, at_, 2, count);
      utf8.append(found.data(), count * length);
      at_ += 2 * count;
    }
  }

  /// One character; false if it is none.
  bool ask_iconv(bool extends_ascii) {
    auto& [charset, utf8, offsets] = attempt_.text;
    if (extends_ascii && static_cast<unsigned char>(bytes_[at_] - 1) < 0x7f) return true;  // copied in the next round
    const auto begin = utf8.size();
    if (!converter_) converter_.emplace("UTF-8", charset);
    const auto length = decode_character(*converter_, charset, bytes_.substr(at_), utf8);
    const auto character = std::string_view(utf8).substr(begin);
    if (length == 0 || character == kReplacement || character == std::string_view("\0", 1)) {
      utf8.resize(begin);
      attempt_.bad = at_;
      return false;
    }
    offsets.add(begin, character.size(), at_, length);
    at_ += length;
    return true;
  }

  std::string_view bytes_;
  std::size_t at_;
  Attempt& attempt_;
  std::optional<Converter> converter_;
};

/// start: length of the byte order mark. The charset must be known.
Attempt decode_as(const std::string& charset, std::string_view bytes, std::size_t start = 0) {
  Attempt attempt;
  attempt.text.charset = charset;
  attempt.text.offsets.skip_at_start(start);
  if (charset == "UTF-8")
    decode_utf8(bytes, start, attempt);
  else
    Decoding(bytes, start, attempt).run();
  return attempt;
}

struct Mark {
  std::string_view bytes, charset;
};
constexpr std::array kMarks = std::to_array<Mark>(
    {{"\xEF\xBB\xBF", "UTF-8"}, {"\x84\x31\x95\x33", "GB18030"}, {"\xFF\xFE", "UTF-16LE"}, {"\xFE\xFF", "UTF-16BE"}});

/// The last words before the bad byte, tags left out, so that a person finds the place on the page.
std::string words_before(std::string_view utf8) {
  constexpr std::size_t kLookBack = 400, kShown = 16;
  auto from = utf8.size() > kLookBack ? utf8.size() - kLookBack : 0;
  while (from < utf8.size() && (static_cast<unsigned char>(utf8[from]) & 0xc0) == 0x80) ++from;
  std::string words;
  bool in_tag = false;
  for (const char c : utf8.substr(from)) {
    if (c == '<') in_tag = true;
    if (!in_tag) words += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    if (c == '>') {
      if (!in_tag) words.clear();  // the look-back began inside a tag
      in_tag = false;
      words += ' ';
    }
  }
  words = std::string(trim(words));
  while (count_characters(words) > kShown) words.erase(0, std::max<std::size_t>(1, first_character(words).length));
  return std::string(trim(words));
}

std::string hexadecimal(char byte) { return "0x" + to_hex({&byte, 1}); }

Error bad_byte(std::string_view bytes, const Attempt& attempt) {
  const auto offset = *attempt.bad;
  Where where;
  where.offset = offset;
  return {Recovery::quarantine,
          "decode/bad_byte",
          {{"charset", attempt.text.charset},
           {"byte", hexadecimal(bytes[offset])},
           {"near", words_before(attempt.text.utf8)}},
          where};
}

/// Charsets to try, in order. `unknown` takes a stated name that means nothing here.
std::vector<std::string> candidates(const CharsetHints& hints, std::string& unknown) {
  std::vector<std::string> stated, names;
  for (const auto hint : {hints.outside, hints.inside}) {
    const auto name = canonical_charset(hint);
    if (name.empty() || name == "CP1252") continue;
    if (is_known(name))
      stated.push_back(name);
    else if (unknown.empty())
      unknown = name;
  }
  const auto add = [&](const std::string& name) {
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  if (std::find(stated.begin(), stated.end(), "UTF-8") != stated.end()) add("UTF-8");
  for (const auto& name : stated) add(name);
  if (!stated.empty()) unknown.clear();
  add("UTF-8");
  if (const auto assumed = canonical_charset(hints.assumed); unknown.empty() && is_known(assumed)) add(assumed);
  return names;
}

}  // namespace

std::string canonical_charset(std::string_view name) {
  struct Alias {
    std::string_view alias, canonical;
  };
  constexpr std::array kAliases = std::to_array<Alias>(
      {{"chinese", "GB18030"},       {"cp936", "GB18030"}, {"gb2312", "GB18030"},    {"gb_2312-80", "GB18030"},
       {"gbk", "GB18030"},           {"ms936", "GB18030"}, {"x-gbk", "GB18030"},     {"windows-936", "GB18030"},
       {"ansi_x3.4-1968", "CP1252"}, {"ascii", "CP1252"},  {"iso-8859-1", "CP1252"}, {"iso8859-1", "CP1252"},
       {"iso8859_1", "CP1252"},      {"latin1", "CP1252"}, {"us-ascii", "CP1252"},   {"windows-1252", "CP1252"},
       {"shift_jis", "CP932"},       {"sjis", "CP932"},    {"utf8", "UTF-8"},        {"ks_c_5601-1987", "CP949"}});
  const auto plain = lower(trim(name));
  for (const auto& [alias, canonical] : kAliases)
    if (plain == alias) return std::string(canonical);
  std::string upper = plain;
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return upper;
}

Result<DecodedText> decode_text(std::string_view bytes, const CharsetHints& hints) {
  for (const auto& mark : kMarks)
    if (bytes.starts_with(mark.bytes)) {
      auto attempt = decode_as(std::string(mark.charset), bytes, mark.bytes.size());
      if (attempt.bad) return bad_byte(bytes, attempt);
      return std::move(attempt.text);
    }
  std::string unknown;
  std::optional<Attempt> furthest;
  for (const auto& charset : candidates(hints, unknown)) {
    auto attempt = decode_as(charset, bytes);
    if (!attempt.bad) return std::move(attempt.text);
    if (attempt.is_certain) return bad_byte(bytes, attempt);
    if (!furthest || *attempt.bad > *furthest->bad) furthest = std::move(attempt);
  }
  if (!unknown.empty()) return Error{Recovery::quarantine, "decode/unknown_charset", {{"charset", unknown}}};
  return bad_byte(bytes, *furthest);
}

Result<DecodedText> decode_bytes(std::string_view bytes, std::string_view charset) {
  const auto name = canonical_charset(charset);
  if (!is_known(name)) return Error{Recovery::quarantine, "decode/unknown_charset", {{"charset", name}}};
  auto attempt = decode_as(name, bytes);
  if (attempt.bad) return bad_byte(bytes, attempt);
  return std::move(attempt.text);
}

Result<std::string> encode_text(std::string_view utf8, std::string_view charset) {
  const auto plain = lower(trim(charset));
  const auto name = plain == "gbk" || plain == "gb2312" ? std::string("GBK") : canonical_charset(charset);
  if (!is_known(name)) return Error{Recovery::fix_config, "encode/unknown_charset", {{"charset", name}}};
  std::string bytes;
  Converter converter(name, "UTF-8");
  for (std::size_t at = 0; at < utf8.size();) {
    const auto length = first_character(utf8.substr(at)).length;
    const auto character = utf8.substr(at, std::max<std::size_t>(1, length));
    if (length == 0 || !converter.append(character, bytes))
      return Error{Recovery::ask_person,
                   "encode/bad_character",
                   {{"character", length == 0 ? hexadecimal(character[0]) : std::string(character)},
                    {"charset", name},
                    {"text", std::string(utf8.substr(0, valid_utf8_length(utf8)))}}};
    at += length;
  }
  return bytes;
}

std::string charset_of_content_type(std::string_view content_type) {
  constexpr std::string_view kName = "charset=";
  const auto at = lower(content_type).find(kName);
  if (at == std::string::npos) return {};
  auto name = content_type.substr(at + kName.size());
  name = trim(name.substr(0, name.find(';')));
  if (name.starts_with('"')) name = name.substr(1, name.find('"', 1) - 1);
  return std::string(name);
}

}  // namespace calloff::formats
