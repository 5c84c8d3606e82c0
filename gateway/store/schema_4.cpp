#include "store/schema.hpp"

namespace calloff::store {

// What grows with history is found without reading it: the entries of the last list, a feed's runs, what people
// brought. fingerprint: of a noted page, what changed in what; one row each. sheet_document: which sheet a document is.
std::string_view schema_4() {
  return R"sql(
alter table page_drift add column fingerprint text not null default '';
create unique index page_drift_noted on page_drift (customer, plant, feed, fingerprint)
  where state = 'noted' and fingerprint <> '';
create index seen_entry_missing on seen_entry (customer, plant, feed, missing_since);
create index sheet_document on sheet (last_document);
create index run_feed on run (customer, plant, feed, started);
create index run_import on run (customer, plant, feed, started) where adapter = 'import';
)sql";
}

}  // namespace calloff::store
