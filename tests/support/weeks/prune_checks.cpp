#include "support/weeks/prune_checks.hpp"

#include <sstream>
#include <stdexcept>
#include <vector>

#include "base/dates.hpp"
#include "base/hex.hpp"
#include "store/asns.hpp"
#include "store/check.hpp"
#include "store/database.hpp"
#include "store/delivery_schedules.hpp"
#include "store/documents.hpp"
#include "store/service_orders.hpp"

namespace calloff::test {
namespace {

using store::Reader;

/// Documents of what is to be picked up yet, of what is ordered and not shipped, and of what open ASNs are about.
std::set<std::string> standing_documents(Reader& reader, Instant now) {
  std::set<std::string> names, ordered;
  for (const auto& asn : store::list_asns(reader, {"", "", "", true}))
    for (const auto& line : asn.notice.lines) ordered.insert(line.order_no);
  const auto today = local_date(now, "Asia/Shanghai");
  for (const auto& row : store::schedule_rows(reader, {}))
    if (!row.pickup || row.pickup->date >= today || ordered.contains(row.pus_no)) names.insert(row.document);
  for (const auto& row : store::order_rows(reader, {}))
    if (row.line.open > Decimal{} || ordered.contains(row.order_no)) names.insert(row.document);
  return names;
}

/// What every ASN was sent with, the lists of what was seen then and later, and what those name.
std::set<std::string> proofs(Reader& reader, const store::Archive& archive) {
  std::set<std::string> files;
  const auto add = [&](const std::string& evidence) {
    const auto list = archive.get(evidence);
    if (!list) return;
    files.insert(evidence);
    std::istringstream lines(*list);
    for (std::string line; std::getline(lines, line);) files.insert(line.substr(0, line.find(' ')));
  };
  for (const auto& asn : store::list_asns(reader, {})) {
    if (asn.frozen) files.insert(asn.frozen->sha256);
    for (const auto& attempt : store::attempts_of(reader, asn.id)) add(attempt.evidence);
    for (const auto& look : store::look_ups_of(reader, asn.id)) add(look.evidence);
  }
  return files;
}

template <class Fn>
void look(store::Store& store, Fn fn) {
  const auto seen = store.read_now([&](Reader& reader) -> Result<void> {
    fn(reader);
    return {};
  });
  if (!seen) throw std::runtime_error("looking at the store: " + sentence(seen.error()));
}

}  // namespace

void PruneChecks::look_at_document(Reader& reader, const std::string& name, const std::set<std::string>& standing) {
  documents_.insert(name);
  const auto fail = [&](const std::string& what) { broken_("pruned: " + name + " " + what); };
  const auto document = store::find_document(reader, name).value();
  if (document.state != store::DocumentState::committed) fail("is " + std::string(to_string(document.state)));
  if (standing.contains(name)) fail("stands");
  const auto seen = store::find_seen(reader, document.feed, document.entry);
  if (seen && seen->document == name && !seen->missing_since) fail("is what the customer lists");
}

void PruneChecks::after_write(store::Store& store, Instant now) {
  look(store, [&](Reader& reader) {
    std::vector<std::string> gone;
    for (const auto& row : reader.session().query("select sha256, pruned from archive_file where pruned is not null"))
      if (known_.emplace(to_hex(row.blob(0)), row.integer(1)).second) gone.push_back(row.blob(0));
    if (gone.empty()) return;
    const auto standing = standing_documents(reader, now);
    const auto proven = proofs(reader, store.archive());
    for (const auto& file : gone) {
      if (proven.contains(to_hex(file))) broken_("pruned: " + to_hex(file) + " proves an ASN");
      for (const auto& row : reader.session().query(
               "select distinct d.name from document_part p join document d on d.id = p.document where p.sha256 = $1",
               {store::Blob{file}}))
        look_at_document(reader, row.text(0), standing);
    }
  });
}

void PruneChecks::in_the_end(store::Store& store) {
  look(store, [&](Reader& reader) {
    for (const auto& file : proofs(reader, store.archive()))
      if (!store.archive().contains(file)) broken_("pruned: the proof " + file + " is not there");
  });
  const auto checked = store::check_store(store);
  if (!checked) return broken_("store check: " + sentence(checked.error()));
  for (const auto& finding : checked->findings) broken_("store check: " + sentence(finding));
}

}  // namespace calloff::test
