#include "store/schema.hpp"

namespace calloff::store {

// A ticket's life. since: when it was opened or reopened; severity: the worst of its reasons since then, null: that of
// its reason; snoozed_until: of a snoozed one; run: that met the cause last, empty: that of the reason's document.
std::string_view schema_5() {
  return R"sql(
alter table ticket add column state text not null default 'open';
alter table ticket add column severity bigint;
alter table ticket add column since {instant};
alter table ticket add column reopened bigint not null default 0;
alter table ticket add column owner text not null default '';
alter table ticket add column due {instant};
alter table ticket add column acked {instant};
alter table ticket add column acked_by text not null default '';
alter table ticket add column snoozed_until {instant};
alter table ticket add column run text not null default '';
update ticket set since = opened;
update ticket set state = 'resolved' where closed is not null;
create index ticket_key on ticket (dedup_key, id);
create index document_apart on document (id) where state = 'quarantined';
)sql";
}

}  // namespace calloff::store
