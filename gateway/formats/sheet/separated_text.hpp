// Tab text and CSV. Threading: free function.
#pragma once
#include <string>
#include <string_view>

#include "formats/page.hpp"
#include "formats/table_document.hpp"

namespace calloff::formats {

/// charset: if it is known already, else empty. The separator (tab, `;`, `,`, `|`) is the one that gives the most rows
/// of one width, or what a first line `sep=;` says.
/// errors:  quarantine `decode/bad_byte`, `decode/unknown_charset`, `decode/too_large`, `decode/unknown_kind` (nothing
/// separates
///          columns), `decode/bad_quote` (line, column; where.offset): a quote that is not closed, or text after one
/// source:  RFC 4180; tab text as Excel writes it
Result<Page> decode_separated_text(std::string_view bytes, const std::string& charset, const PageOptions& options,
                                   const TableLimits& limits);

}  // namespace calloff::formats
