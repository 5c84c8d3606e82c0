#include "store/schema.hpp"

namespace calloff::store {

// How pages look. page_shape: of published ones, an entry's last and (entry '') the feed's last; headers and totals are
// JSON lists, headers a word. page_drift: pages that look otherwise. imported_document: what people brought.
std::string_view schema_3() {
  return R"sql(
create table page_shape (customer text not null, plant text not null, feed text not null, entry text not null,
  part text not null, source_table text not null, headers bigint not null, row_count bigint not null,
  totals text not null, target bigint, document text not null, at {instant} not null,
  primary key (customer, plant, feed, entry, part)) {clustered};
create table page_drift (id {key}, customer text not null, plant text not null, feed text not null,
  entry text not null, document text not null, drafts_hash text not null, state text not null, reason text,
  shapes_before text not null, shapes_after text not null, first_at {instant} not null, last_at {instant} not null,
  times bigint not null, settled {instant}, settled_by text not null, settled_why text not null);
create index page_drift_entry on page_drift (customer, plant, feed, entry, id);
create table imported_document (document text primary key, run text not null, files text not null) {clustered};
create index page_drift_open on page_drift (id) where state = 'stopped';
)sql";
}

}  // namespace calloff::store
