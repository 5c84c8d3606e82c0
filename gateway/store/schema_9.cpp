#include "store/schema.hpp"

namespace calloff::store {

// account_yield: a person works in the portal until then. account_question: what a portal asks and only a person can
// answer; the answer itself is never kept. skipped_poll: polls of one feed that were due and not begun, `polls` of them
// in a row for one cause. asn_proof: which files prove something of an ASN, by the file, so that who gives files up
// need not read the rows and lists that name them; lists of evidence are read when the store is opened.
// document.published: since when it stands published, for who waits for something new. run.exchanges_pruned: when
// exchanges of it were given up first, so that what is gone for its age is not taken for lost. feed_state.again_*: a
// poll that failed and is tried again. account_state: when its session was used last; sign-ins in a row of which nobody
// knows how they ended. account_question.number: an answer says which one it is for.
std::string_view schema_9() {
  return R"sql(
create table account_yield (customer text not null, account text not null, since {instant} not null,
  until {instant} not null, person text not null, primary key (customer, account)) {clustered};
create table account_question (customer text not null, account text not null, run text not null, kind text not null,
  prompt text not null, picture {blob}, picture_size bigint not null default 0, picture_type text not null,
  asked {instant} not null, until {instant} not null, primary key (customer, account)) {clustered};
create table skipped_poll (id {key}, customer text not null, plant text not null, feed text not null,
  first {instant} not null, last {instant} not null, polls bigint not null, cause text not null, at {instant} not null);
create index skipped_poll_feed on skipped_poll (customer, plant, feed, id);
create table asn_proof (sha256 {blob} not null, asn text not null references asn (id), primary key (sha256, asn))
  {clustered};
insert into asn_proof (sha256, asn) select frozen, id from asn where frozen is not null
  union select body, asn from asn_attempt;
alter table document add column published {instant};
update document set published = first_seen where state = 'committed';
create index document_published on document (customer, plant, feed, published) where published is not null;
create index document_run on document (run, id);
alter table run add column exchanges_pruned {instant};
alter table feed_state add column again_at {instant};
alter table feed_state add column again_planned {instant};
alter table feed_state add column again_tries bigint not null default 0;
alter table account_state add column session_used {instant};
alter table account_state add column open_logins bigint not null default 0;
alter table account_question add column number bigint not null default 0;
)sql";
}

}  // namespace calloff::store
