#include "inbound/normalise.hpp"

#include <unordered_set>

#include "model/governing_quantity.hpp"

namespace calloff::inbound {
namespace {

using mapping::Draft;
using mapping::RecordDraft;

/// A draft whose values are asked for once, and taken. They are asked for mostly in the order they stand in: each is
/// looked for from where the last one was.
class Values {
 public:
  explicit Values(Draft& draft) : fields_(draft.fields) {}

  /// Empty if absent or blank; a second time as well.
  std::string text(std::string_view name) {
    auto* text = value<std::string>(name);
    return text ? std::move(*text) : std::string();
  }
  std::optional<Decimal> quantity(std::string_view name) { return copy<Decimal>(name); }
  std::optional<LocalDate> date(std::string_view name) { return copy<LocalDate>(name); }
  std::optional<LocalTime> time(std::string_view name) { return copy<LocalTime>(name); }

  /// The value of a choice; `otherwise` where the page does not say. The mapping allows only the enumeration's words.
  template <class Enum>
  Enum choice(std::string_view name, Enum otherwise) {
    return model::from_string<Enum>(text(name)).value_or(otherwise);
  }

  model::Locator locator(std::string_view name) {
    const auto* field = find(name);
    return field && field->locator ? model::Locator(*field->locator) : model::Locator();
  }

 private:
  mapping::DraftField* find(std::string_view name) {
    for (std::size_t tried = 0; tried < fields_.size(); ++tried, ++next_) {
      if (next_ == fields_.size()) next_ = 0;
      if (fields_[next_].shape->name == name) return &fields_[next_++];
    }
    return nullptr;
  }
  template <class T>
  T* value(std::string_view name) {
    auto* field = find(name);
    return field ? std::get_if<T>(&field->value) : nullptr;
  }
  template <class T>
  std::optional<T> copy(std::string_view name) {
    const auto* found = value<T>(name);
    return found ? std::optional<T>(*found) : std::nullopt;
  }

  std::vector<mapping::DraftField>& fields_;
  std::size_t next_ = 0;
};

/// One document on its way to records; errors of all lines are collected.
class Normaliser {
 public:
  Normaliser(const model::Source& source, const NormaliseRules& rules) : source_(source), rules_(rules) {}

  model::DeliverySchedule delivery_schedule(RecordDraft& draft) {
    Values head(draft.head);
    model::DeliverySchedule schedule;
    schedule.source = source_;
    schedule.pus_no = head.text("pus_no");
    schedule.portal_sid = head.text("portal_sid");
    schedule.plant = head.text("plant");
    schedule.supplier_duns = head.text("supplier_duns");
    schedule.dock = head.text("dock");
    schedule.route = head.text("route");
    schedule.carrier = head.text("carrier");
    schedule.note = head.text("note");
    schedule.state = head.choice("state", model::SheetState::unread);
    schedule.published = head.time("published");
    schedule.pickup = head.time("pickup");
    schedule.arrival = head.time("arrival");
    schedule.lines.reserve(draft.lines.size());
    line_numbers_.reserve(draft.lines.size());
    for (auto& line : draft.lines) schedule.lines.push_back(delivery_line(schedule, Values(line)));
    return schedule;
  }

  model::ServiceOrder service_order(RecordDraft& draft) {
    Values head(draft.head);
    model::ServiceOrder order;
    order.source = source_;
    order.order_no = head.text("order_no");
    order.warehouse = head.text("warehouse");
    order.type = head.choice("type", model::OrderType::stock);
    order.state = head.choice("state", model::OrderState::open);
    order.ordered_on = head.date("ordered_on");
    for (auto& line : draft.lines) order.lines.push_back(service_order_line(order, Values(line)));
    return order;
  }

  model::ForecastRelease forecast_release(RecordDraft& draft) {
    Values head(draft.head);
    model::ForecastRelease release;
    release.source = source_;
    release.release_no = head.text("release_no");
    release.revision = head.text("revision");
    release.plant = head.text("plant");
    release.supplier_duns = head.text("supplier_duns");
    release.planner = head.text("planner");
    release.issued = head.time("issued");
    release.horizon_from = head.date("horizon_from");
    release.horizon_to = head.date("horizon_to");
    release.is_full = head.text("scope") != "partial";
    for (auto& line : draft.lines) release.lines.push_back(forecast_line(Values(line)));
    return release;
  }

  model::AsnStatus asn_status(RecordDraft& draft) {
    Values head(draft.head);
    model::AsnStatus status;
    status.source = source_;
    status.remote_id = head.text("remote_id");
    status.supplier_ref = head.text("supplier_ref");
    status.order_no = head.text("order_no");
    status.warehouse = head.text("warehouse");
    status.state = head.text("state");
    status.shipped_on = head.date("shipped_on");
    status.total_qty = quantity(head, "total_qty");
    status.locator = head.locator("state");
    return status;
  }

  std::vector<Error> errors;

 private:
  using Args = std::vector<std::pair<std::string, std::string>>;

  void fail(Values& draft, std::string_view field, std::string code, Args args) {
    const auto at = draft.locator(field);
    Where where;
    where.offset = at.offset;
    where.position = at.part.empty() ? at.position : "part " + at.part + ", " + at.position;
    errors.emplace_back(Recovery::quarantine, std::move(code), std::move(args), std::move(where));
  }

  /// A quantity as given; a negative one is a correction that no record can hold.
  std::optional<Decimal> quantity(Values& draft, std::string_view name) {
    const auto value = draft.quantity(name);
    if (value && value->is_negative())
      fail(draft, name, "normalise/negative_quantity", {{"field", std::string(name)}, {"value", to_string(*value)}});
    return value;
  }
  Decimal quantity_or_zero(Values& draft, std::string_view name) { return quantity(draft, name).value_or(Decimal{}); }

  std::string uom(Values& draft) {
    auto given = draft.text("line.uom");
    return given.empty() ? rules_.default_uom : std::move(given);
  }

  /// Lines are known by their number ever after: two of one number cannot be told apart.
  void check_line_number(Values& draft, const std::string& line_no) {
    if (!line_numbers_.insert(line_no).second)
      fail(draft, "line.line_no", "normalise/duplicate_line", {{"line_no", line_no}});
  }

  model::DeliveryLine delivery_line(const model::DeliverySchedule& schedule, Values draft) {
    model::DeliveryLine line;
    line.line_no = draft.text("line.line_no");
    if (line.line_no.empty()) line.line_no = std::to_string(schedule.lines.size() + 1);
    check_line_number(draft, line.line_no);
    line.part_no = draft.text("line.part_no");
    line.part_name = draft.text("line.part_name");
    line.dock = draft.text("line.dock");
    if (line.dock.empty()) line.dock = schedule.dock;
    line.required = quantity_or_zero(draft, "line.required");
    line.committed = quantity(draft, "line.committed");
    line.shipped = quantity(draft, "line.shipped");
    line.uom = uom(draft);
    line.pack_size = quantity(draft, "line.pack_size");
    line.pack_code = draft.text("line.pack_code");
    line.kanban = draft.text("line.kanban");
    line.note = draft.text("line.note");
    const bool is_promised = model::commitment_governs(schedule.state, line);
    line.locator = draft.locator(is_promised ? "line.committed" : "line.required");
    return line;
  }

  model::ServiceOrderLine service_order_line(const model::ServiceOrder& order, Values draft) {
    model::ServiceOrderLine line;
    line.line_no = draft.text("line.line_no");
    line.warehouse = draft.text("line.warehouse");
    if (line.warehouse.empty()) line.warehouse = order.warehouse;
    check_line_number(draft, line.line_no + "\x1f" + line.warehouse);
    line.part_no = draft.text("line.part_no");
    line.part_name = draft.text("line.part_name");
    line.uom = uom(draft);
    line.ordered = quantity_or_zero(draft, "line.ordered");
    line.shipped = quantity_or_zero(draft, "line.shipped");
    const auto open = quantity(draft, "line.open");
    line.open = open.value_or(line.ordered - line.shipped);
    if (line.open > line.ordered || (!open && line.open.is_negative()))
      fail(draft, open ? "line.open" : "line.shipped", "normalise/shipped_over_ordered",
           {{"line_no", line.line_no}, {"ordered", to_string(line.ordered)}, {"open", to_string(line.open)}});
    line.min_pack = quantity(draft, "line.min_pack");
    line.pack_spec = draft.text("line.pack_spec");
    line.note = draft.text("line.note");
    line.due = draft.date("line.due");
    line.state = draft.choice("line.state", order.state);
    line.locator = draft.locator(open ? "line.open" : "line.ordered");
    return line;
  }

  model::ForecastLine forecast_line(Values draft) {
    model::ForecastLine line;
    line.part_no = draft.text("line.part_no");
    line.part_name = draft.text("line.part_name");
    line.dock = draft.text("line.dock");
    line.uom = uom(draft);
    line.bucket_start = draft.date("line.bucket_start").value_or(LocalDate{});
    line.bucket = draft.choice("line.bucket", model::Bucket::week);
    line.commitment = draft.choice("line.commitment", model::Commitment::forecast);
    line.qty = quantity_or_zero(draft, "line.qty");
    line.pack_size = quantity(draft, "line.pack_size");
    line.cum_required = quantity(draft, "line.cum_required");
    line.cum_received = quantity(draft, "line.cum_received");
    line.past_due = quantity(draft, "line.past_due");
    line.locator = draft.locator("line.qty");
    return line;
  }

  const model::Source& source_;
  const NormaliseRules& rules_;
  std::unordered_set<std::string> line_numbers_;
};

model::Record record_of(mapping::RecordKind kind, Normaliser& normaliser, RecordDraft& draft) {
  switch (kind) {
    case mapping::RecordKind::service_order:
      return normaliser.service_order(draft);
    case mapping::RecordKind::forecast_release:
      return normaliser.forecast_release(draft);
    case mapping::RecordKind::asn_status:
      return normaliser.asn_status(draft);
    case mapping::RecordKind::delivery_schedule:
    case mapping::RecordKind::ship_notice:
      break;  // a ship notice is only ever written
  }
  return normaliser.delivery_schedule(draft);
}

}  // namespace

NormalisedDocument normalise(const mapping::Plan& plan, std::vector<RecordDraft> drafts, const model::Source& source,
                             const NormaliseRules& rules) {
  auto whole_source = source;
  whole_source.mapping_version = plan.version;
  NormalisedDocument document;
  for (auto& draft : drafts) {
    Normaliser normaliser(whole_source, rules);
    document.records.push_back(record_of(plan.record, normaliser, draft));
    for (auto& error : normaliser.errors) document.errors.push_back(std::move(error));
  }
  return document;
}

}  // namespace calloff::inbound
