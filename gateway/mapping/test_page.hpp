// What a mapping's test gives as input: tables as rows, or HTML as served; a ship notice for the writer direction.
// Threading: pure.
#pragma once
#include <string>
#include <vector>

#include "formats/page.hpp"
#include "mapping/checked_node.hpp"
#include "mapping/plan.hpp"
#include "mapping/run.hpp"
#include "model/ship_notice.hpp"

namespace calloff::mapping {

struct TestPart {
  std::string name;
  formats::Page page;
};

/// `parts: {NAME: HTML}` or `parts: {NAME: {labels: {..}, headers: [..], rows: [[..], ..]}}`, decoded as a page is.
std::vector<TestPart> test_parts(const Plan& plan, const settings::Node& test, Checker& checker);

/// `context: {entry_id: .., plant: .., feed: .., received: 2026-03-10 11:12}`
DocumentContext test_context(const settings::Node& test, Checker& checker);

/// `notice: {shipment_id: .., lines: [{qty: ..}, ..]}`, by the names of the ship notice's fields.
model::ShipNotice test_notice(const settings::Node& test, Checker& checker);

}  // namespace calloff::mapping
