#include "store/registry.hpp"

#include "store/columns.hpp"

namespace calloff::store {

void register_file(Writer& writer, const RawRef& file) {
  writer.session().execute(
      "insert into archive_file (sha256, size, stored_at, is_adopted) values ($1, $2, $3, 0) on conflict do nothing",
      {hash_column(file.sha256), static_cast<std::int64_t>(file.size), column_of(writer.now())});
}

}  // namespace calloff::store
