#include "inbound/newer.hpp"

#include "store/documents.hpp"
#include "store/runs.hpp"

namespace calloff::inbound {
namespace {

std::string document_of(const model::Record& record) {
  return std::visit([](const auto& one) { return one.source.document; }, record);
}

/// When that document was read, as PastDocument has it.
std::optional<Instant> read_at(store::Reader& reader, const std::string& id) {
  const auto document = store::find_document(reader, id);
  if (!document) return std::nullopt;
  const auto run = store::find_run(reader, document->run);
  return run ? std::max(run->started, document->first_seen) : document->first_seen;
}

}  // namespace

std::optional<std::string> newer_document(store::Reader& reader, const std::string& document, Instant read,
                                          const std::vector<store::KeptState>& standing) {
  if (standing.empty()) return std::nullopt;
  auto brought = document_of(standing.back().record);
  if (brought == document) return std::nullopt;
  const auto at = read_at(reader, brought);
  if (!at || *at < read) return std::nullopt;
  return brought;
}

std::optional<std::string> drop_older(store::Reader& reader, const std::string& document, Instant read,
                                      std::vector<model::Record>& records) {
  std::optional<std::string> newest;
  std::erase_if(records, [&](const model::Record& record) {
    auto newer = newer_document(reader, document, read, store::kept_states(reader, record, store::States::standing));
    if (!newer) return false;
    newest = std::move(newer);
    return true;
  });
  return newest;
}

}  // namespace calloff::inbound
