#include "store/schema.hpp"

namespace calloff::store {

// What was pruned stays known. archive_file.pruned: when its bytes were given up; archive_leaving: files that may still
// be there, given up and not removed yet. The indexes say which rows still need a file.
std::string_view schema_8() {
  return R"sql(
alter table archive_file add column pruned {instant};
create table archive_leaving (sha256 {blob} primary key) {clustered};
create index archive_file_adopted on archive_file (stored_at) where is_adopted = 1;
create index wire_record_file on wire_record (record);
create index wire_record_routine on wire_record (started) where retention = 'routine';
create index document_part_file on document_part (sha256);
create index document_first_seen on document (first_seen);
)sql";
}

}  // namespace calloff::store
