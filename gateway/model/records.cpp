#include "model/records.hpp"

#include <array>

namespace calloff::model {
namespace {

// The words as stored and shown, in the order of each enumeration.
constexpr std::array<std::string_view, 7> kSheetStates{"unread",   "read",      "accepted", "shipped",
                                                       "received", "cancelled", "changed"};
constexpr std::array<std::string_view, 3> kOrderTypes{"stock", "urgent", "vor"};
constexpr std::array<std::string_view, 5> kOrderStates{"open", "partly_shipped", "shipped", "closed", "cancelled"};
constexpr std::array<std::string_view, 4> kBuckets{"past_due", "day", "week", "month"};
constexpr std::array<std::string_view, 2> kDateBases{"pickup", "arrival"};
constexpr std::array<std::string_view, 4> kCommitments{"firm", "make", "material", "forecast"};

template <class Enum, class Words>
std::optional<Enum> find(const Words& words, std::string_view text) {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == text) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace

std::string_view to_string(SheetState state) { return kSheetStates[std::size_t(state)]; }
std::string_view to_string(OrderType type) { return kOrderTypes[std::size_t(type)]; }
std::string_view to_string(OrderState state) { return kOrderStates[std::size_t(state)]; }
std::string_view to_string(Bucket bucket) { return kBuckets[std::size_t(bucket)]; }
std::string_view to_string(DateBasis basis) { return kDateBases[std::size_t(basis)]; }
std::string_view to_string(Commitment commitment) { return kCommitments[std::size_t(commitment)]; }

template <>
std::optional<SheetState> from_string(std::string_view text) {
  return find<SheetState>(kSheetStates, text);
}
template <>
std::optional<OrderType> from_string(std::string_view text) {
  return find<OrderType>(kOrderTypes, text);
}
template <>
std::optional<OrderState> from_string(std::string_view text) {
  return find<OrderState>(kOrderStates, text);
}
template <>
std::optional<Bucket> from_string(std::string_view text) {
  return find<Bucket>(kBuckets, text);
}
template <>
std::optional<DateBasis> from_string(std::string_view text) {
  return find<DateBasis>(kDateBases, text);
}
template <>
std::optional<Commitment> from_string(std::string_view text) {
  return find<Commitment>(kCommitments, text);
}

}  // namespace calloff::model
