#include "store/schema.hpp"

namespace calloff::store {

// What is told to whom. alert_target: known_to: the last event that its alerts were made of. alert: one fact for one
// target, told or waiting.
std::string_view schema_7() {
  return R"sql(
create table alert_target (target text primary key, known_to bigint not null, failures bigint not null default 0,
  next_try {instant}, last_told {instant}) {clustered};
create table alert (target text not null, event bigint not null, ticket bigint not null, what text not null,
  at {instant} not null, told {instant}, primary key (target, event)) {clustered};
create index alert_ticket on alert (target, ticket, event);
create index alert_waiting on alert (target, event) where told is null;
)sql";
}

}  // namespace calloff::store
