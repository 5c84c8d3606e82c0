#include "asn/evidence.hpp"

#include "base/text.hpp"

namespace calloff::asn {
namespace {

std::string one_line(const std::string& text) { return replace_all(text, "\n", " "); }

}  // namespace

Task<Evidence> keep_evidence(store::Store& store, std::vector<adapter_api::Part> parts) {
  if (parts.empty()) co_return Evidence();
  std::vector<std::string> all;
  for (auto& part : parts) all.push_back(std::move(part.bytes));
  auto of_parts = co_await store.keep_all(std::move(all));
  if (!of_parts) co_return of_parts.error();
  std::string list;
  for (std::size_t i = 0; i < parts.size(); ++i)
    list += (*of_parts)[i].sha256 + " " + one_line(parts[i].content_type) + " " + one_line(parts[i].name) + "\n";
  const auto kept = co_await store.keep(std::move(list));
  if (!kept) co_return kept.error();
  of_parts->push_back(*kept);
  co_return Evidence{kept->sha256, std::move(*of_parts)};
}

adapter_api::Part in_words(const adapter_api::Sighting& sighting) {
  std::string text = std::string("complete ") + (sighting.complete ? "yes" : "no") + "\n";
  for (const auto& key : sighting.controls_seen) text += "control " + one_line(key) + "\n";
  for (const auto& [line, qty] : sighting.shipped) text += "shipped " + one_line(line) + " " + one_line(qty) + "\n";
  for (const auto& seen : sighting.matches) {
    text +=
        "match " + one_line(seen.remote_id) + " key " + one_line(seen.key) + " state " + one_line(seen.state) + "\n";
    for (const auto& line : seen.lines) {
      text += "  line";
      for (const auto& [name, value] : line.fields) text += " " + name + "=" + one_line(value);
      text += "\n";
    }
  }
  return {"look-up.txt", "text/plain; charset=UTF-8", std::move(text)};
}

}  // namespace calloff::asn
