// Bodies of MIME parts as they were before they were encoded, with the way back. Threading: free function.
#pragma once
#include <string>
#include <string_view>

#include "formats/container/containers.hpp"
#include "formats/offset_map.hpp"

namespace calloff::formats {

struct TransferDecoded {
  std::string bytes;
  OffsetMap offsets;  ///< from `bytes` to the encoded body
};

/// What the encoding does not allow is left out (base64) or stands for itself (quoted-printable), as mail readers do.
/// source: RFC 2045, 6.7 and 6.8
TransferDecoded decode_transfer(std::string_view body, MessagePart::Encoding encoding);

}  // namespace calloff::formats
