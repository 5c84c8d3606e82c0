#include "store/imports.hpp"

#include "store/columns.hpp"

namespace calloff::store {

void put_import(Writer& writer, const std::string& document, const std::string& run,
                const std::vector<std::string>& files) {
  writer.session().execute(
      "insert into imported_document (document, run, files) values ($1, $2, $3) on conflict (document) do nothing",
      {document, run, texts_column(files)});
}

std::set<std::string> imported_documents(Reader& reader) {
  std::set<std::string> documents;
  for (const auto& row : reader.session().query("select document from imported_document"))
    documents.insert(row.text(0));
  return documents;
}

}  // namespace calloff::store
