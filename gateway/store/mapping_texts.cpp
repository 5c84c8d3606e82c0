#include "store/mapping_texts.hpp"

#include "store/facts.hpp"

namespace calloff::store {
namespace {

std::string name_of(std::string_view version) { return "mapping/" + std::string(version); }

}  // namespace

void put_mapping_text(Writer& writer, std::string_view version, std::string_view text) {
  if (!mapping_text(writer, version)) put_fact(writer, name_of(version), text);
}

std::optional<std::string> mapping_text(Reader& reader, std::string_view version) {
  return fact(reader, name_of(version));
}

}  // namespace calloff::store
