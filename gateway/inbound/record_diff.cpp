#include "inbound/record_diff.hpp"

#include <algorithm>
#include <unordered_map>

namespace calloff::inbound {
namespace {

struct Field {
  std::string name, text;
};

/// A line by what it is known by. place: empty where it is not known
struct Line {
  std::string name;
  std::vector<Field> fields;
  std::string place;
};

struct Texts {
  std::vector<Field> head;
  std::vector<Line> lines;
};

std::string shown(Decimal value) { return to_string(value); }
template <class T>
std::string shown(const std::optional<T>& value) {
  return value ? to_string(*value) : std::string();
}

/// Cells of a workbook have a name and no bytes; where there are bytes, the store may keep no name.
std::string place_of(const model::Locator& at) {
  if (at.length > 0) return at.part + " " + std::to_string(at.offset) + "+" + std::to_string(at.length);
  return at.position.empty() ? std::string() : at.part + " " + at.position;
}

struct TextsOf {
  Texts operator()(const model::DeliverySchedule& sheet) const {
    Texts texts{{{"state", std::string(model::to_string(sheet.state))},
                 {"portal_sid", sheet.portal_sid},
                 {"supplier_duns", sheet.supplier_duns},
                 {"dock", sheet.dock},
                 {"route", sheet.route},
                 {"carrier", sheet.carrier},
                 {"note", sheet.note},
                 {"published", shown(sheet.published)},
                 {"pickup", shown(sheet.pickup)},
                 {"arrival", shown(sheet.arrival)}},
                {}};
    for (const auto& line : sheet.lines)
      texts.lines.push_back({"line " + line.line_no,
                             {{"part_no", line.part_no},
                              {"part_name", line.part_name},
                              {"dock", line.dock},
                              {"required", shown(line.required)},
                              {"committed", shown(line.committed)},
                              {"shipped", shown(line.shipped)},
                              {"uom", line.uom},
                              {"pack_size", shown(line.pack_size)},
                              {"pack_code", line.pack_code},
                              {"kanban", line.kanban},
                              {"note", line.note}},
                             place_of(line.locator)});
    return texts;
  }

  Texts operator()(const model::ServiceOrder& order) const {
    Texts texts{{{"warehouse", order.warehouse},
                 {"type", std::string(model::to_string(order.type))},
                 {"state", std::string(model::to_string(order.state))},
                 {"ordered_on", shown(order.ordered_on)}},
                {}};
    for (const auto& line : order.lines)
      texts.lines.push_back({"line " + line.line_no + (line.warehouse.empty() ? "" : " " + line.warehouse),
                             {{"part_no", line.part_no},
                              {"part_name", line.part_name},
                              {"uom", line.uom},
                              {"ordered", shown(line.ordered)},
                              {"shipped", shown(line.shipped)},
                              {"open", shown(line.open)},
                              {"min_pack", shown(line.min_pack)},
                              {"pack_spec", line.pack_spec},
                              {"note", line.note},
                              {"due", shown(line.due)},
                              {"state", std::string(model::to_string(line.state))}},
                             place_of(line.locator)});
    return texts;
  }

  Texts operator()(const model::ForecastRelease& release) const {
    Texts texts{{{"planner", release.planner},
                 {"issued", shown(release.issued)},
                 {"horizon_from", shown(release.horizon_from)},
                 {"horizon_to", shown(release.horizon_to)},
                 {"scope", release.is_full ? "full" : "partial"}},
                {}};
    add_parts(release, texts);
    for (const auto& line : release.lines)
      texts.lines.push_back(
          {part_name(line) + " " + std::string(model::to_string(line.bucket)) + " " + to_string(line.bucket_start),
           {{"qty", shown(line.qty)},
            {"commitment", std::string(model::to_string(line.commitment))},
            {"cum_required", shown(line.cum_required)}},
           place_of(line.locator)});
    return texts;
  }

  Texts operator()(const model::AsnStatus& status) const {
    return {{{"supplier_ref", status.supplier_ref},
             {"order_no", status.order_no},
             {"warehouse", status.warehouse},
             {"state", status.state},
             {"shipped_on", shown(status.shipped_on)},
             {"total_qty", shown(status.total_qty)}},
            {}};
  }

 private:
  static std::string part_name(const model::ForecastLine& line) {
    auto name = "part " + line.part_no;
    for (const auto* more : {&line.dock, &line.uom})
      if (!more->empty()) name += " " + *more;
    return name;
  }

  /// What the lines of a part say of the part is one fact of it: a blank yields to a value.
  static void add_parts(const model::ForecastRelease& release, Texts& texts) {
    std::unordered_map<std::string, std::size_t> known;
    for (const auto& line : release.lines) {
      std::vector<Field> fields{{"part_name", line.part_name},
                                {"pack_size", shown(line.pack_size)},
                                {"cum_received", shown(line.cum_received)},
                                {"past_due", shown(line.past_due)}};
      const auto name = part_name(line);
      const auto [at, is_new] = known.try_emplace(name, texts.lines.size());
      if (is_new) {
        texts.lines.push_back({name, std::move(fields), {}});
        continue;
      }
      auto& kept = texts.lines[at->second].fields;
      for (std::size_t i = 0; i < kept.size(); ++i)
        if (kept[i].text.empty()) kept[i].text = std::move(fields[i].text);
    }
  }
};

std::string summary(const std::vector<Field>& fields) {
  std::string text;
  for (const auto& field : fields)
    if (!field.text.empty()) text += (text.empty() ? "" : ", ") + field.name + " " + field.text;
  return text;
}

struct NameOf {
  std::string operator()(const model::DeliverySchedule& sheet) const { return "sheet " + sheet.pus_no; }
  std::string operator()(const model::ServiceOrder& order) const { return "order " + order.order_no; }
  std::string operator()(const model::ForecastRelease& release) const {
    return "release " + release.release_no + (release.revision.empty() ? "" : "/" + release.revision);
  }
  std::string operator()(const model::AsnStatus& status) const { return "ASN row " + status.remote_id; }
};

/// One comparison: what its steps share.
struct Comparison {
  std::string record;
  Places places;
  std::vector<FieldChange> found{};

  void say(std::string field, std::string old, std::string now) {
    if (old != now) found.push_back({record, std::move(field), std::move(old), std::move(now)});
  }

  void compare_fields(const std::string& prefix, const std::vector<Field>& old, const std::vector<Field>& now) {
    for (std::size_t i = 0; i < now.size(); ++i) say(prefix + now[i].name, old.at(i).text, now[i].text);
  }

  void compare_lines(const std::vector<Line>& old, const std::vector<Line>& now) {
    std::unordered_map<std::string, const Line*> left;
    for (const auto& line : old) left[line.name] = &line;
    for (const auto& line : now) {
      const auto before = left.find(line.name);
      if (before == left.end()) {
        say(line.name, {}, summary(line.fields));
        continue;
      }
      compare_fields(line.name + ": ", before->second->fields, line.fields);
      if (places == Places::compared && !line.place.empty() && !before->second->place.empty())
        say(line.name + ": place", before->second->place, line.place);
      left.erase(before);
    }
    for (const auto& line : old)
      if (left.contains(line.name)) say(line.name, summary(line.fields), {});
  }
};

}  // namespace

std::string record_name(const model::Record& record) { return std::visit(NameOf{}, record); }

std::vector<FieldChange> changes(const model::Record& old, const model::Record& now, Places places) {
  const auto before = std::visit(TextsOf{}, old), after = std::visit(TextsOf{}, now);
  Comparison comparison{record_name(now), places};
  comparison.compare_fields({}, before.head, after.head);
  comparison.compare_lines(before.lines, after.lines);
  return std::move(comparison.found);
}

FieldChange new_record(const model::Record& record) {
  const auto texts = std::visit(TextsOf{}, record);
  return {record_name(record), {}, {}, summary(texts.head) + "; lines " + std::to_string(texts.lines.size())};
}

}  // namespace calloff::inbound
