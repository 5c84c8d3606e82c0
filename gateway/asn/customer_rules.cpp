#include "asn/customer_rules.hpp"

#include "asn/number.hpp"
#include "settings/configuration.hpp"

namespace calloff::asn {
namespace {

std::vector<std::string> texts(const settings::Node* list) {
  std::vector<std::string> found;
  if (list)
    for (const auto& item : list->items) found.push_back(item.text);
  return found;
}

PortalWords read_words(const settings::Node* node) {
  if (!node) return {};
  return {texts(node->find("draft")), texts(node->find("submitted")), texts(node->find("received")),
          texts(node->find("withdrawn"))};
}

Phase read_terminal(const std::string& text) {
  if (text == "delivered") return Phase::delivered;
  return text == "goods_received" ? Phase::goods_received : Phase::accepted;
}

}  // namespace

Result<CustomerRules> read_customer_rules(const settings::Node& node) {
  const auto text = [&](const char* key) { return settings::text_or_default(settings::asn_spec(), node, key); };
  CustomerRules rules;
  rules.account = text("account");
  rules.feed = text("feed");
  rules.orders_feed = text("orders_feed");
  rules.sid_pattern = text("sid");
  if (auto checked = check_sid_pattern(rules.sid_pattern); !checked) {
    const auto* place = node.find("sid");
    auto error = checked.error();
    if (place) error.where.position = place->place.to_string();
    return error;
  }
  rules.ship_to = texts(node.find("ship_to"));
  rules.takes_many_orders = text("orders_per_asn") == "many";
  rules.required = texts(node.find("required"));
  const auto ship_ahead = settings::parse_duration_seconds(text("ship_ahead"));
  if (!ship_ahead) return ship_ahead.error();
  rules.ship_ahead = std::chrono::seconds(*ship_ahead);
  const auto within = settings::parse_duration_seconds(text("acknowledged_within"));
  if (!within) return within.error();
  rules.acknowledged_within = std::chrono::seconds(*within);
  rules.packs = text("packs") == "warn" ? Severity::warn : Severity::block;
  rules.longest_text = std::size_t(std::stoul(text("longest_text")));
  rules.terminal = read_terminal(text("terminal"));
  rules.words = read_words(node.find("words"));
  return rules;
}

}  // namespace calloff::asn
