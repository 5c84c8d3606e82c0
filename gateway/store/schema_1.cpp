#include "store/schema.hpp"

namespace calloff::store {

// Hashes are 32 bytes; quantities thousandths; dates days, plant-local times seconds since 1970-01-01; `word` holds the
// short texts that repeat, 0 being the empty one. from_seq, to_seq: commit numbers; to_seq null: stands.
std::string_view schema_1() {
  return R"sql(
create table fact (name text primary key, value text not null);
create table sequence (name text primary key, last bigint not null);
create table word (id {key}, text text not null unique);
create table commit_seq (seq {key}, at {instant} not null, run text not null);
create index commit_seq_at on commit_seq (at);

create table archive_file (sha256 {blob} primary key, size bigint not null, stored_at {instant} not null,
  is_adopted bigint not null) {clustered};

create table run (id text primary key, adapter text not null, adapter_version text not null, customer text not null,
  plant text not null, feed text not null, account text not null, planned {instant}, started {instant} not null,
  ended {instant}, outcome text, documents bigint not null, records bigint not null, requests bigint not null,
  bytes bigint not null, cause text);
create index run_started on run (started);
create index run_open on run (id) where outcome is null;
create table wire_record (run text not null references run (id), number bigint not null, step text not null,
  method text not null, url text not null, started {instant} not null, took_ms bigint not null, status bigint not null,
  departure text not null, error_code text not null, record {blob} not null, size bigint not null,
  retention text not null, primary key (run, number)) {clustered};

create table document (id {key}, name text not null unique, customer text not null, plant text not null,
  feed text not null, entry text not null, run text not null, first_seen {instant} not null, state text not null,
  drafts_hash text not null, mapping_version text not null, error text);
create index document_entry on document (customer, plant, feed, entry, id);
create index document_unfinished on document (id) where state = 'archived' or state = 'decoded';
create table document_part (document bigint not null references document (id), number bigint not null,
  name text not null, content_type text not null, sha256 {blob} not null references archive_file (sha256),
  primary key (document, number)) {clustered};
create table seen_entry (customer text not null, plant text not null, feed text not null, entry text not null,
  mark text not null, document text not null, is_open bigint not null, first_seen {instant} not null,
  last_seen {instant} not null, fetches bigint not null, drafts_hash text not null,
  primary key (customer, plant, feed, entry)) {clustered};
create index seen_entry_document on seen_entry (document);

create table sheet (id {key}, customer bigint not null, plant bigint not null, feed bigint not null,
  pus_no text not null, last_read {instant} not null, last_document text not null,
  unique (customer, plant, pus_no));
create table sheet_version (sheet bigint not null references sheet (id), from_seq bigint not null, to_seq bigint,
  content {blob} not null, state bigint not null, portal_sid bigint not null, supplier_duns bigint not null,
  dock bigint not null, route bigint not null, carrier bigint not null, note bigint not null, published bigint,
  pickup bigint, arrival bigint, document bigint not null references document (id), mapping bigint not null,
  primary key (sheet, from_seq)) {clustered};
create index sheet_version_pickup on sheet_version (pickup);
create table schedule_item (id {key}, part bigint not null, part_name bigint not null, dock bigint not null,
  uom bigint not null, pack_size bigint, pack_code bigint not null, kanban bigint not null, note bigint not null);
create index schedule_item_part on schedule_item (part, part_name, dock);
create table schedule_line (sheet bigint not null, line bigint not null, from_seq bigint not null, to_seq bigint,
  item bigint not null, required bigint not null, committed bigint, shipped bigint, document bigint not null,
  part bigint not null, byte_from bigint not null, byte_count bigint not null, position bigint not null,
  record bigint not null, primary key (sheet, line, from_seq)) {clustered};
create index schedule_line_record on schedule_line (record);
create table set_poll (id {key}, customer text not null, plant text not null, feed text not null,
  target bigint not null, fingerprint text not null, has_all_pages bigint not null, is_proven_empty bigint not null,
  first_at {instant} not null, last_at {instant} not null, polls bigint not null);
create index set_poll_target on set_poll (customer, plant, feed, target, id);

create table service_order (id {key}, customer bigint not null, plant bigint not null, feed bigint not null,
  order_no text not null, last_read {instant} not null, last_document text not null, unique (customer, order_no));
create table order_version (service_order bigint not null references service_order (id), from_seq bigint not null,
  to_seq bigint, content {blob} not null, warehouse bigint not null, type bigint not null, state bigint not null,
  ordered_on bigint, document bigint not null references document (id), mapping bigint not null,
  primary key (service_order, from_seq)) {clustered};
create table order_line (service_order bigint not null, line bigint not null, warehouse bigint not null,
  from_seq bigint not null, to_seq bigint, part bigint not null, part_name bigint not null, uom bigint not null,
  ordered bigint not null, shipped bigint not null, open bigint not null, min_pack bigint, pack_spec bigint not null,
  note bigint not null, due bigint, state bigint not null, document bigint not null, doc_part bigint not null,
  byte_from bigint not null, byte_count bigint not null, position bigint not null, record bigint not null,
  primary key (service_order, line, warehouse, from_seq)) {clustered};
create index order_line_record on order_line (record);

create table feed_state (customer text not null, plant text not null, feed text not null, last_good {instant},
  last_started {instant}, next_run {instant}, last_run text not null, failures bigint not null, hold text,
  held_since {instant}, primary key (customer, plant, feed)) {clustered};
create table account_state (customer text not null, account text not null, hold text, held_since {instant},
  failures bigint not null, logins_on bigint, logins bigint not null, reserve_logins bigint not null,
  last_login {instant}, session_since {instant}, cookies {blob} not null, credentials_mark text not null,
  lease_owner text not null, lease_until {instant}, epoch bigint not null, primary key (customer, account)) {clustered};

create table asn (id text primary key, customer text not null, shipment_id text not null, version bigint not null,
  feed text not null, account text not null, state text not null, is_open bigint not null, resend_class text not null,
  remote_id text not null, frozen {blob} references archive_file (sha256), frozen_size bigint, media_type text not null,
  attempts bigint not null, epoch bigint not null, revision bigint not null, next_at {instant}, refers_to text not null, progress text not null,
  ship_to text not null, shipped bigint, eta bigint, carrier text not null, plate text not null, waybill text not null,
  created_by text not null, created {instant} not null,
  unique (customer, shipment_id, version));
create index asn_open on asn (id) where is_open = 1;
create table asn_line (asn text not null references asn (id), number bigint not null, order_no text not null,
  line_no text not null, part_no text not null, qty bigint not null, uom text not null, record text not null,
  lot text not null, boxes bigint, primary key (asn, number)) {clustered};
create index asn_line_order on asn_line (order_no, line_no);
create table asn_attempt (asn text not null references asn (id), number bigint not null, epoch bigint not null,
  body {blob} not null, committed {instant} not null, outcome text not null, settled {instant}, evidence text not null,
  error text, primary key (asn, number)) {clustered};
create unique index asn_attempt_open on asn_attempt (asn) where outcome = '' or outcome = 'unknown';
create table asn_look_up (id {key}, asn text not null references asn (id), attempt bigint not null,
  at {instant} not null, is_complete bigint not null, is_negative bigint not null, controls_asked text not null,
  controls_seen text not null, matches text not null, is_shipped_unchanged bigint, verdict text not null,
  evidence text not null);
create index asn_look_up_asn on asn_look_up (asn, id);

create table outbox (id {key}, kind text not null, key text not null, next_at {instant} not null,
  attempts bigint not null, epoch bigint not null, lease_owner text not null, lease_until {instant},
  is_done bigint not null);
create unique index outbox_open on outbox (kind, key) where is_done = 0;
create index outbox_due on outbox (kind, next_at) where is_done = 0;

create table event (seq {key}, at {instant} not null, timeline text not null, actor text not null, kind text not null,
  subject text not null, from_state text not null, to_state text not null, why text not null, body text not null,
  prev_hash {blob} not null, hash {blob} not null);
create index event_subject on event (subject, seq);
create table ticket (id {key}, dedup_key text not null, reason text not null, opened {instant} not null,
  last_seen {instant} not null, count bigint not null, closed {instant}, closed_by text not null,
  closed_why text not null);
create unique index ticket_open on ticket (dedup_key) where closed is null;
)sql";
}

}  // namespace calloff::store
