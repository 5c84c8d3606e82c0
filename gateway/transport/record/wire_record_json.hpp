// Recordings as text: one JSON object a line, the form in which the store archives them and fixtures keep them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "transport/wire.hpp"

namespace calloff::transport {

/// One line, without its line feed. Urls, header values and bodies are bytes: each byte stands as the character of
/// its number (U+0000..U+00FF), so ASCII reads as it is and nothing is lost.
std::string to_json_line(const WireRecord& record);

/// errors: quarantine wire/record_unreadable (reason)
Result<WireRecord> parse_wire_record(std::string_view line);

/// A whole file of lines; empty lines are passed over.
/// errors: quarantine wire/record_unreadable (reason; where.position is `line N`)
Result<std::vector<WireRecord>> parse_wire_records(std::string_view text);

}  // namespace calloff::transport
