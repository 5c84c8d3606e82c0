// What a file is, by its bytes. Threading: free function.
#pragma once
#include <string>
#include <string_view>

namespace calloff::formats {

enum class Syntax { empty, html, mhtml, separated_text, xml_2003, biff, zip, unknown };

/// charset: of UTF-16 without a byte order mark, else empty. looks_like: of what is unknown, for people
struct Sniffed {
  Syntax syntax = Syntax::unknown;
  std::string charset, looks_like;
};

/// Signatures first (ZIP, OLE, PDF, pictures), then the first 4096 bytes as text. Text in which nothing speaks for
/// markup counts as separated text.
Sniffed sniff(std::string_view bytes);

}  // namespace calloff::formats
