// MIME messages through GMime. Threading: as containers.hpp says.
#pragma once
#include "formats/container/containers.hpp"

namespace calloff::formats {

Result<std::vector<MessagePart>> read_message(std::string_view bytes, const TableLimits& limits);

}  // namespace calloff::formats
