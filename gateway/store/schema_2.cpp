#include "store/schema.hpp"

namespace calloff::store {

// Forecast releases. A stream is one customer's forecast for one plant, supplier and feed; lines_in names the stream
// that a release's lines stand in: the stream itself, or one beside it (aside: that release's commit) for a release
// that came after a newer one. slot: four times the bucket's first day, plus the bucket. hash: the part's share of
// record ids. place, at, size: where a quantity stands in its document; see forecast_place.hpp.
std::string_view schema_2() {
  return R"sql(
create table forecast_stream (id {key}, customer bigint not null, plant bigint not null,
  supplier_duns bigint not null, feed bigint not null, aside bigint not null,
  unique (customer, plant, supplier_duns, feed, aside));
create table forecast_release (id {key}, stream bigint not null references forecast_stream (id),
  lines_in bigint not null references forecast_stream (id), seq bigint not null, release_no text not null,
  revision text not null, edition bigint not null, content {blob} not null, issued bigint, horizon_from bigint,
  horizon_to bigint, is_full bigint not null, planner bigint not null, lines bigint not null,
  first_seen {instant} not null, last_read {instant} not null,
  document bigint not null references document (id), mapping bigint not null,
  unique (stream, release_no, revision, edition));
create unique index forecast_release_lines on forecast_release (lines_in, seq);
create table forecast_series (id {key}, stream bigint not null references forecast_stream (id), part bigint not null,
  dock bigint not null, uom bigint not null, hash bigint not null, unique (stream, part, dock, uom));
create index forecast_series_hash on forecast_series (hash);
create table forecast_scope (release bigint not null references forecast_release (id),
  series bigint not null references forecast_series (id), primary key (release, series)) {clustered};
create table forecast_part (series bigint not null, from_seq bigint not null, to_seq bigint,
  part_name bigint not null, pack_size bigint, cum_received bigint, past_due bigint,
  primary key (series, from_seq)) {clustered};
create table forecast_line (series bigint not null, slot bigint not null, from_seq bigint not null, to_seq bigint,
  qty bigint not null, commitment bigint not null, cum_required bigint, place bigint not null, at bigint not null,
  size bigint not null, primary key (series, slot, from_seq)) {clustered};

alter table seen_entry add column last_fetched {instant};
alter table seen_entry add column missing_since {instant};
update seen_entry set last_fetched = last_seen;
alter table run add column listed bigint not null default 0;
alter table run add column fetched bigint not null default 0;
)sql";
}

}  // namespace calloff::store
