#include "formats/container/library/zip.hpp"

#include <zip.h>

namespace calloff::formats {
namespace {

constexpr std::size_t kSmall = 1u << 20;  // unpacked bytes below which no ratio is asked

Error bad_archive(std::string entry, std::string reason) {
  return {Recovery::quarantine, "decode/bad_archive", {{"entry", std::move(entry)}, {"reason", std::move(reason)}}};
}

Error too_large(std::string what, std::size_t limit) {
  return {Recovery::quarantine, "decode/too_large", {{"what", std::move(what)}, {"limit", std::to_string(limit)}}};
}

std::string reason_of(zip_error_t& error) {
  std::string reason = zip_error_strerror(&error);
  zip_error_fini(&error);
  return reason;
}

struct Close {
  void operator()(zip_t* archive) const { zip_discard(archive); }
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

class Archive : public ZipArchive {
 public:
  Archive(zip_t* archive, const TableLimits& limits) : archive_(archive), limits_(limits) {}

  std::vector<std::string> names() const override {
    std::vector<std::string> names;
    for (zip_int64_t i = 0; i < zip_get_num_entries(archive_.get(), 0); ++i)
      if (const char* name = zip_get_name(archive_.get(), zip_uint64_t(i), 0)) names.emplace_back(name);
    return names;
  }

  Result<std::optional<std::string>> read(const std::string& name) override {
    const auto index = zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_NOCASE);
    if (index < 0) return std::optional<std::string>();
    zip_stat_t entry;
    zip_stat_init(&entry);
    if (zip_stat_index(archive_.get(), zip_uint64_t(index), 0, &entry) != 0 || !(entry.valid & ZIP_STAT_SIZE))
      return bad_archive(name, "its size is not told");
    if (auto fits = check_size(name, entry); !fits) return fits.error();
    return unpack(name, zip_uint64_t(index), entry.size);
  }

 private:
  Result<void> check_size(const std::string& name, const zip_stat_t& entry) const {
    if (entry.size > limits_.max_unpacked - unpacked_) return too_large("bytes unpacked", limits_.max_unpacked);
    if (entry.size > kSmall && entry.size / limits_.max_ratio > entry.comp_size)
      return Error{Recovery::quarantine,
                   "decode/packed_too_tight",
                   {{"entry", name}, {"limit", std::to_string(limits_.max_ratio)}}};
    return {};
  }

  /// What an entry says of its size may be a lie: never more is read, and one byte more is an error.
  Result<std::optional<std::string>> unpack(const std::string& name, zip_uint64_t index, zip_uint64_t size) {
    const std::unique_ptr<zip_file_t, Close> file(zip_fopen_index(archive_.get(), index, 0));
    if (!file) return bad_archive(name, zip_strerror(archive_.get()));
    unpacked_ += size;
    std::string bytes(size, '\0');
    std::size_t got = 0;
    while (got < size) {
      const auto count = zip_fread(file.get(), bytes.data() + got, size - got);
      if (count < 0) return bad_archive(name, zip_file_strerror(file.get()));
      if (count == 0) return bad_archive(name, "it ends too early");
      got += std::size_t(count);
    }
    char more = 0;
    const auto rest = zip_fread(file.get(), &more, 1);  // also makes libzip compare the checksum
    if (rest < 0) return bad_archive(name, zip_file_strerror(file.get()));
    if (rest > 0) return bad_archive(name, "it is longer than it says");
    return std::optional<std::string>(std::move(bytes));
  }

  std::unique_ptr<zip_t, Close> archive_;
  TableLimits limits_;
  std::size_t unpacked_ = 0;
};

}  // namespace

Result<std::unique_ptr<ZipArchive>> open_zip(std::string_view bytes, const TableLimits& limits) {
  zip_error_t error;
  zip_error_init(&error);
  auto* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (!source) return bad_archive("the archive", reason_of(error));
  auto* opened = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (!opened) {
    zip_source_free(source);
    return bad_archive("the archive", reason_of(error));
  }
  auto archive = std::make_unique<Archive>(opened, limits);
  if (std::size_t(zip_get_num_entries(opened, 0)) > limits.max_entries) return too_large("entries", limits.max_entries);
  return std::unique_ptr<ZipArchive>(std::move(archive));
}

}  // namespace calloff::formats
