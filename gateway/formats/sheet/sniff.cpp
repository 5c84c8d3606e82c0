#include "formats/sheet/sniff.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace calloff::formats {
namespace {

constexpr std::size_t kHead = 4096;

struct Signature {
  std::string_view bytes, looks_like;
};
constexpr std::array kForeign = std::to_array<Signature>({{"%PDF", "a PDF"},
                                                          {"{\\rtf", "an RTF document"},
                                                          {"\x89PNG", "a picture (PNG)"},
                                                          {"GIF8", "a picture (GIF)"},
                                                          {"\xFF\xD8\xFF", "a picture (JPEG)"},
                                                          {"\x1F\x8B", "a gzip archive"},
                                                          {"Rar!", "a RAR archive"},
                                                          {"7z\xBC\xAF", "a 7-Zip archive"},
                                                          {"\x7F"
                                                           "ELF",
                                                           "a program"}});

/// A name as OLE writes it in its directory: UTF-16.
std::string wide(std::string_view ascii) {
  std::string text;
  for (const char c : ascii) text += {c, '\0'};
  return text;
}

Sniffed ole(std::string_view bytes) {
  const auto holds = [&](std::string_view name) { return bytes.find(wide(name)) != bytes.npos; };
  if (holds("EncryptedPackage")) return {Syntax::unknown, "", "a workbook locked with a password"};
  if (holds("Workbook") || holds("Book")) return {Syntax::biff, "", ""};
  return {Syntax::unknown, "", holds("WordDocument") ? "a Word document" : "an OLE file that is no workbook"};
}

/// UTF-16 without a mark: many zero bytes, all of them on one side.
std::string utf16_without_mark(std::string_view head) {
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < head.size(); ++i) zeros[i % 2] += head[i] == '\0';
  if (zeros[1] * 16 > head.size() && zeros[0] == 0) return "UTF-16LE";
  if (zeros[0] * 16 > head.size() && zeros[1] == 0) return "UTF-16BE";
  return {};
}

/// The head in lower case without byte order mark, white space in front, and the zeros of UTF-16.
std::string plain_head(std::string_view head) {
  for (const std::string_view mark : {"\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF"})
    if (head.starts_with(mark)) head.remove_prefix(mark.size());
  std::string text;
  for (const char c : head)
    if (c != '\0') text += c;
  return lower(trim(text));
}

/// Lines `Name: value` up to a blank one, which say that a MIME message follows.
bool is_message(std::string_view head) {
  bool says_mime = false;
  for (const auto line : split(head, '\n')) {
    const auto text = trim(line);
    if (text.empty()) break;
    says_mime = says_mime || text.starts_with("mime-version:") || text.starts_with("content-type: multipart/");
    const auto name = text.substr(0, text.find(':'));
    const bool goes_on = line.front() == ' ' || line.front() == '\t';
    const bool is_header =
        name.size() < text.size() &&
        std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
    if (!goes_on && !is_header) return false;
  }
  return says_mime;
}

bool is_html(std::string_view head) {
  constexpr std::array kTags = std::to_array<std::string_view>(
      {"<html", "<table", "<!doctype html", "<body", "<head>", "<meta ", "<script", "<form", "<frameset"});
  return std::ranges::any_of(kTags, [&](std::string_view tag) { return head.find(tag) != head.npos; });
}

/// The name of an XML document's first element.
std::string root_of(std::string_view head) {
  for (auto at = head.find('<'); at != head.npos; at = head.find('<', at + 1))
    if (at + 1 < head.size() && head[at + 1] >= 'a' && head[at + 1] <= 'z')
      return std::string(head.substr(at + 1, head.find_first_of(" \t\r\n/>", at) - at - 1));
  return {};
}

Sniffed markup(std::string_view head) {
  if (head.find("urn:schemas-microsoft-com:office:spreadsheet") != head.npos && root_of(head).ends_with("workbook"))
    return {Syntax::xml_2003, "", ""};
  if (is_html(head)) return {Syntax::html, "", ""};
  if (head.starts_with("<?xml")) return {Syntax::unknown, "", "an XML document (" + root_of(head) + ")"};
  const bool is_tag = head.size() > 1 && (head[1] == '!' || (head[1] >= 'a' && head[1] <= 'z'));
  return {is_tag ? Syntax::html : Syntax::separated_text, "", ""};
}

}  // namespace

Sniffed sniff(std::string_view bytes) {
  for (const auto& [signature, looks_like] : kForeign)
    if (bytes.starts_with(signature)) return {Syntax::unknown, "", std::string(looks_like)};
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) return {Syntax::zip, "", ""};
  if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return ole(bytes);
  if (bytes.starts_with(std::string_view("\x09\x08\x10\0", 4)) ||
      bytes.starts_with(std::string_view("\x09\x08\x08\0", 4)))
    return {Syntax::biff, "", ""};
  const bool has_mark = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
  const auto raw_head = bytes.substr(0, kHead);
  // A part number may begin with MZ too; only a program holds zero bytes.
  if (bytes.starts_with("MZ") && raw_head.find('\0') != raw_head.npos) return {Syntax::unknown, "", "a program"};
  const auto charset = has_mark ? std::string() : utf16_without_mark(raw_head);
  if (!has_mark && charset.empty() && raw_head.find('\0') != raw_head.npos) {
    if (raw_head.find_first_not_of('\0') == raw_head.npos) return {Syntax::empty, "", ""};
    return {Syntax::unknown, "", "binary data"};
  }
  const auto head = plain_head(raw_head);
  if (head.empty() && bytes.size() <= kHead) return {Syntax::empty, "", ""};
  Sniffed found{Syntax::separated_text, "", ""};
  if (is_message(head))  // before markup, which such a message holds
    found.syntax = Syntax::mhtml;
  else if (head.starts_with('<') || is_html(head))
    found = markup(head);
  else if (head.starts_with('{') || head.starts_with("[{"))
    found = {Syntax::unknown, "", "JSON text"};
  found.charset = charset;
  return found;
}

}  // namespace calloff::formats
