#include "store/schema.hpp"

namespace calloff::store {

// A feed's sheets of some days are found without reading those of other customers. pickup: of the version in force
std::string_view schema_6() {
  return R"sql(
alter table sheet add column pickup bigint;
update sheet set pickup = (select v.pickup from sheet_version v where v.sheet = sheet.id and v.to_seq is null);
create index sheet_pickup on sheet (customer, plant, feed, pickup);
)sql";
}

}  // namespace calloff::store
