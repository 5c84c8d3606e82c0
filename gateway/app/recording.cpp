#include "app/recording.hpp"

#include <map>

#include "store/runs.hpp"
#include "transport/record/wire_record_json.hpp"

namespace calloff::app {

Result<std::vector<transport::WireRecord>> recording_of(const store::Store& store, store::Reader& reader,
                                                        const std::string& run) {
  std::map<std::string, std::vector<transport::WireRecord>> files;  // by hash: the exchanges of one operation share one
  std::vector<transport::WireRecord> records;
  for (const auto& row : store::wire_rows(reader, run)) {
    const auto [file, is_new] = files.try_emplace(row.record.sha256);
    if (is_new) {
      const auto text = store.archive().get(row.record.sha256);
      if (!text) return text.error();
      auto parsed = transport::parse_wire_records(*text);
      if (!parsed) return parsed.error();
      file->second = std::move(*parsed);
    }
    if (row.line < 1 || std::size_t(row.line) > file->second.size())
      return Error(Recovery::quarantine, "replay/no_recording");
    records.push_back(file->second[std::size_t(row.line) - 1]);
  }
  return records;
}

}  // namespace calloff::app
