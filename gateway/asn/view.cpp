#include "asn/view.hpp"

#include <algorithm>

#include "asn/record_step.hpp"

namespace calloff::asn {

Result<AsnView> read_view(store::Reader& reader, std::string_view asn) {
  auto record = load_asn(reader, asn);
  if (!record) return record.error();
  const auto phase = phase_from(record->state);
  if (!phase) return Error(Recovery::fix_code, "asn/damaged_progress", {{"asn", record->id}});
  AsnView view;
  view.phase = *phase;
  view.attempts = store::attempts_of(reader, asn);
  view.history = store::events_of(reader, asn);
  std::erase_if(view.history, [](const store::Event& event) { return event.kind != "asn.state"; });
  view.record = std::move(*record);
  return view;
}

Ending ending(const AsnView& view) {
  switch (view.phase) {
    case Phase::rejected:
      return Ending::rejected;
    case Phase::cancelled:
    case Phase::replaced:
      return Ending::stopped;
    case Phase::draft:
    case Phase::ready:
    case Phase::queued:
    case Phase::not_sent:
      return Ending::not_sent;
    default:
      return view.record.is_open ? Ending::unknown : Ending::proven;
  }
}

}  // namespace calloff::asn
