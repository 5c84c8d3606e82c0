// Which charset bytes are in, and the bytes as UTF-8 - strictly: what does not decode is an error, never U+FFFD.
// Threading: free functions over values; nothing shared.
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "formats/offset_map.hpp"

namespace calloff::formats {

/// Bytes as UTF-8, and the way back into them. A byte order mark is not part of the text.
struct DecodedText {
  std::string charset;  ///< canonical name, e.g. GB18030
  std::string utf8;
  OffsetMap offsets;
};

/// What is said about the charset of some bytes; each may be empty.
struct CharsetHints {
  std::string_view outside;  ///< by the transport: charset of Content-Type
  std::string_view inside;   ///< by the document itself: meta, an XML declaration
  std::string_view assumed;  ///< by configuration, when nothing that is said holds
};

/// The name this gateway uses for a charset: gb2312, gbk and cp936 are read as GB18030 (their superset), iso-8859-1
/// and us-ascii as CP1252, as browsers do. Unknown names come back in upper case.
std::string canonical_charset(std::string_view name);

/// The charset that a Content-Type names, without its quotes; empty if it names none. source: RFC 9110, 8.3
std::string charset_of_content_type(std::string_view content_type);

/// Decides once, then decodes. The first of these in which *all* bytes decode:
///  1. a byte order mark's charset - which nothing else overrides
///  2. what `outside`, then `inside` say; but UTF-8 before the other if the two differ: text in another charset is
///     valid UTF-8 only by rare accident, while UTF-8 is often valid GB18030
///  3. UTF-8
///  4. `assumed`
/// CP1252 (iso-8859-1, us-ascii) counts as not said: servers write it by themselves, and nearly all bytes "decode" in
/// it. Where it is true, configuration assumes it. A page of whole UTF-8 that holds U+FFFD is UTF-8, and refused.
/// returns: text without a byte order mark; offsets count bytes of `bytes`
/// errors:  quarantine `decode/bad_byte` (charset, byte, near; where.offset) for the charset that came furthest: the
///          first byte that does not decode, stands for U+FFFD, or is NUL;
///          `decode/unknown_charset` (charset) if what is said is not known here and the bytes are not UTF-8
Result<DecodedText> decode_text(std::string_view bytes, const CharsetHints& hints);

/// Decodes bytes that are known to be in one charset, whatever they look like; no byte order mark is sought.
/// errors:  quarantine `decode/bad_byte`, `decode/unknown_charset`
Result<DecodedText> decode_bytes(std::string_view bytes, std::string_view charset);

/// UTF-8 text as bytes of a charset. GBK and gb2312 are taken at their word here: a character that only GB18030's four
/// bytes can say is refused, since a portal of that charset could not read it.
/// errors:  ask_person `encode/bad_character` (character, charset, text); fix_config `encode/unknown_charset`
Result<std::string> encode_text(std::string_view utf8, std::string_view charset);

}  // namespace calloff::formats
