// ZIP archives through libzip. Threading: as containers.hpp says.
#pragma once
#include "formats/container/containers.hpp"

namespace calloff::formats {

Result<std::unique_ptr<ZipArchive>> open_zip(std::string_view bytes, const TableLimits& limits);

}  // namespace calloff::formats
