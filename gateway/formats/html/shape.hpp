// A page's shape, measured before the tree is built. Threading: free function.
#pragma once
#include <cstddef>
#include <string_view>

#include "base/result.hpp"

namespace calloff::formats {

/// Refuses pages on which the tree builder would take minutes: it is quadratic in nesting and in attributes of one tag.
/// One pass, no tree. Counts what stays open as the builder would: what closes by itself (p, li, option, table cells)
/// does not add up; formatting left open (b, font, ...) does, since the builder opens it again in every later element.
/// errors: quarantine `decode/too_deep` (limit), `decode/too_large` (what: elements, or attributes in one tag; limit)
Result<void> check_shape(std::string_view html, std::size_t max_depth);

}  // namespace calloff::formats
