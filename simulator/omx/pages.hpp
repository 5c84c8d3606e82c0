// The HTML of OMX's pages behind the log-in, and what its forms mean.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/call.hpp"
#include "simulator/omx/asns.hpp"
#include "simulator/omx/orders.hpp"

namespace calloff::simulator::omx {

inline constexpr std::string_view kRoot = "/omxclient/";

/// What a form that was sent already is told.
inline constexpr std::string_view kStale = "请勿重复提交";

/// script: run by the frameset itself; may be empty
Response main_frameset(std::string_view script);
Response menu_page();
Response welcome_page();

/// A page that says one sentence, in the element `result`.
Response result_page(std::string_view sentence);

/// The dates of a query form. Both empty: no limit.
struct DateRange {
  std::optional<LocalDate> from, to;
  std::string_view complaint;  ///< empty: the range is good
};
/// default_days: how far back an empty dateFrom reaches
/// unlimited: empty dates are no limit (a number was asked for)
DateRange date_range(const Call& call, int default_days, bool unlimited);
bool in_range(const DateRange& range, LocalDate date);

/// orders: those that match; null = the form alone
Response order_query_page(const Call& call, std::string_view token, const std::vector<Order*>* orders,
                          std::string_view message);
/// Does the order match what the form asks for?
bool order_matches(const Call& call, const DateRange& range, const Order& order);
Response order_lines_page(const Call& call, const Order& order);
/// The page's two tables and nothing else.
Response order_tables_page(const Call& call, const Order& order);

/// The texts of their cells, row by row; the lines' first row is the header.
using Cells = std::vector<std::string>;
std::vector<Cells> order_head_cells(const Order& order);
std::vector<Cells> order_line_cells(const Order& order);

/// The entry form of an ASN. result: the portal's answer to the attempt before; empty at first
Response asn_form_page(const Call& call, std::string_view token, const Order& order, std::string_view result);

/// What an ASN's form says, checked as far as the form alone can be. order: whose lines the form's are
struct AsnEntry {
  Asn asn;
  std::string_view complaint;  ///< the portal's sentence; empty: the form is good
};
AsnEntry read_asn_form(const Call& call, const Order& order);

Response asn_view_page(const Call& call, std::string_view token, const Asn& asn, std::string_view result);
Response asn_query_page(const Call& call, std::string_view token, const std::vector<const Asn*>* asns,
                        std::string_view message);
bool asn_matches(const Call& call, const DateRange& range, const Asn& asn);

}  // namespace calloff::simulator::omx
