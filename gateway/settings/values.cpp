#include "settings/values.hpp"

#include "base/text.hpp"

namespace calloff::settings {

std::string Values::text(std::string_view key) const {
  return node_ ? text_or_default(*spec_, *node_, key) : text_or_default(*spec_, Node{}, key);
}

long Values::integer(std::string_view key) const {
  for (const auto& candidate : {text(key), text_or_default(*spec_, Node{}, key)})
    if (const auto value = parse_integer(candidate)) return *value;
  return 0;
}

std::chrono::seconds Values::seconds(std::string_view key) const {
  for (const auto& candidate : {text(key), text_or_default(*spec_, Node{}, key)})
    if (const auto value = parse_duration_seconds(candidate)) return std::chrono::seconds(*value);
  return {};
}

std::optional<std::chrono::minutes> Values::time(std::string_view key) const {
  const auto value = parse_time_of_day(text(key));
  return value ? std::optional(*value) : std::nullopt;
}

std::optional<LocalDate> Values::date(std::string_view key) const {
  const auto value = parse_date(text(key));
  return value ? std::optional(*value) : std::nullopt;
}

std::vector<const Node*> Values::list(std::string_view key) const {
  const auto* value = node_ ? node_->find(key) : nullptr;
  std::vector<const Node*> scalars;
  if (value && value->is_scalar()) scalars.push_back(value);
  if (value)
    for (const auto& item : value->items)
      if (item.is_scalar()) scalars.push_back(&item);
  return scalars;
}

Values Values::object(std::string_view key) const { return {*spec_->find(key), node_ ? node_->find(key) : nullptr}; }

std::vector<Values::Item> Values::items(std::string_view key) const {
  std::vector<Item> items;
  const auto* group = node_ ? node_->find(key) : nullptr;
  if (!group) return items;
  const auto& spec = spec_->find(key)->item.front();
  for (std::size_t i = 0; i < group->entries.size(); ++i)
    items.push_back({group->entries[i].key, group->key_places[i], {spec, &group->entries[i].value}});
  for (const auto& item : group->items) items.push_back({"", item.place, {spec, &item}});
  return items;
}

Place Values::place(std::string_view key) const { return node_ ? node_->place_of(key) : Place{}; }

Place Values::value_place(std::string_view key) const {
  const auto* value = node_ ? node_->find(key) : nullptr;
  return value ? value->place : place(key);
}

DisplayName read_name(const Values& values) {
  const auto name = values.object("name");
  return {name.text("en"), name.text("zh")};
}

bool is_name(std::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == text.npos;
}

Error unknown_reference(const Place& place, std::string key, std::string name, const std::vector<std::string>& known) {
  auto hint = nearest(name, known);
  if (!hint.empty())
    hint = "did you mean '" + hint + "'?";
  else {
    hint = known.empty() ? "there is none" : "known:";
    for (const auto& one : known) hint += (&one == &known.front() ? " " : ", ") + one;
  }
  return error_at(place, "settings/unknown_reference",
                  {{"key", std::move(key)}, {"name", std::move(name)}, {"hint", hint}});
}

}  // namespace calloff::settings
