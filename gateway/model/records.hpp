// The canonical records: what every customer's documents become. Plain structs; quantities decimal, dates plant-local.
// Field names are the field's standard terms; docs/records.md says where each comes from.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/dates.hpp"
#include "base/quantity.hpp"
#include "model/locator.hpp"

namespace calloff::model {

/// Whose record it is and where its facts stand. `row`: the first locator of the record's line in the document.
struct Source {
  std::string customer, plant, feed;
  std::string document;         ///< id of the archived document
  std::string mapping_version;  ///< hash of the compiled mapping
};

/// State of a pick-up sheet at the customer (portal words 未读 已读 已接受 已发运 已收货 取消 变更).
enum class SheetState { unread, read, accepted, shipped, received, cancelled, changed };

struct DeliveryLine {
  std::string line_no;
  std::string part_no, part_name;
  std::string dock;
  Decimal required;                  ///< 需求数量
  std::optional<Decimal> committed;  ///< 承诺数量; none where blank
  std::optional<Decimal> shipped;
  std::string uom;
  std::optional<Decimal> pack_size;  ///< SNP
  std::string pack_code, kanban, note;
  Locator locator;  ///< of the quantity that governs
};

/// One pick-up sheet (PUS): a delivery schedule for one pick-up.
/// plant: as the document names it, to be held against source.plant; empty where the mapping does not take it
struct DeliverySchedule {
  Source source;
  std::string pus_no, portal_sid, plant, supplier_duns, dock, route, carrier, note;
  SheetState state = SheetState::unread;
  std::optional<LocalTime> published, pickup, arrival;  ///< plant-local
  std::vector<DeliveryLine> lines;
};

enum class OrderType { stock, urgent, vor };
enum class OrderState { open, partly_shipped, shipped, closed, cancelled };

struct ServiceOrderLine {
  std::string line_no, warehouse, part_no, part_name, uom;
  Decimal ordered, shipped, open;
  std::optional<Decimal> min_pack;
  std::string pack_spec, note;
  std::optional<LocalDate> due;
  OrderState state = OrderState::open;
  Locator locator;  ///< of the open quantity
};

/// One service-parts (OES) order.
struct ServiceOrder {
  Source source;
  std::string order_no, warehouse;
  OrderType type = OrderType::stock;
  OrderState state = OrderState::open;
  std::optional<LocalDate> ordered_on;
  std::vector<ServiceOrderLine> lines;
};

enum class Bucket { past_due, day, week, month };
enum class DateBasis { pickup, arrival };
enum class Commitment { firm, make, material, forecast };

struct ForecastLine {
  std::string part_no, part_name, dock, uom;
  LocalDate bucket_start;
  Bucket bucket = Bucket::week;
  Commitment commitment = Commitment::forecast;
  Decimal qty;
  std::optional<Decimal> pack_size, cum_required, cum_received, past_due;
  Locator locator;
};

/// One version of a forecast. plant: as in DeliverySchedule
struct ForecastRelease {
  Source source;
  std::string release_no, revision, plant, supplier_duns, planner;
  std::optional<LocalTime> issued;
  std::optional<LocalDate> horizon_from, horizon_to;
  bool is_full = true;
  std::vector<ForecastLine> lines;
};

/// What the customer's own list says of one of our ASNs.
struct AsnStatus {
  Source source;
  std::string remote_id, supplier_ref, order_no, warehouse, state;
  std::optional<LocalDate> shipped_on;
  std::optional<Decimal> total_qty;
  Locator locator;
};

using Record = std::variant<DeliverySchedule, ServiceOrder, ForecastRelease, AsnStatus>;

std::string_view to_string(SheetState state);
std::string_view to_string(OrderType type);
std::string_view to_string(OrderState state);
std::string_view to_string(Bucket bucket);
std::string_view to_string(DateBasis basis);
std::string_view to_string(Commitment commitment);

/// The value whose to_string is `text`, or none.
template <class Enum>
std::optional<Enum> from_string(std::string_view text);

}  // namespace calloff::model
