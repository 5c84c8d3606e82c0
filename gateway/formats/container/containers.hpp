// What ZIP archives and MIME messages hold. Their libraries live in libcalloff_containers.so, which is loaded when the
// first such file comes: a command that reads none never pays for them. Threading: load_containers may be called from
// any thread; an archive belongs to one.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "formats/table_document.hpp"

namespace calloff::formats {

/// An opened archive; the bytes it was opened from must outlive it.
class ZipArchive {
 public:
  virtual ~ZipArchive() = default;
  virtual std::vector<std::string> names() const = 0;

  /// One entry unpacked; none if there is no entry of that name (letter case does not count).
  /// errors: quarantine `decode/bad_archive` (entry, reason), `decode/packed_too_tight` (entry, limit),
  ///         `decode/too_large` (bytes unpacked: of all entries read so far)
  virtual Result<std::optional<std::string>> read(const std::string& name) = 0;
};

/// One part of a message that is no multipart itself. offset, length: its body as archived, still in its transfer
/// encoding.
struct MessagePart {
  enum class Encoding { none, base64, quoted_printable } encoding = Encoding::none;
  std::string content_type;  ///< `text/html`, in lower case
  std::string charset, location;
  std::uint64_t offset = 0, length = 0;
};

struct Containers {
  /// errors: quarantine `decode/bad_archive` (entry, reason), `decode/too_large` (entries)
  Result<std::unique_ptr<ZipArchive>> (*open_zip)(std::string_view bytes, const TableLimits& limits);
  /// errors: quarantine `decode/bad_message` (reason), `decode/too_large` (parts)
  Result<std::vector<MessagePart>> (*read_message)(std::string_view bytes, const TableLimits& limits);
};

/// The one C symbol of libcalloff_containers.so: `calloff_containers`.
using GiveContainers = const Containers* (*)();

/// Loads the library that lies beside this one, once.
/// errors: fix_config `decode/not_loaded` (path, reason)
Result<const Containers*> load_containers();

}  // namespace calloff::formats
