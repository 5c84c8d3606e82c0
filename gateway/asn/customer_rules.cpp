#include "asn/customer_rules.hpp"

#include "asn/number.hpp"
#include "base/text.hpp"

namespace calloff::asn {
namespace {

using settings::Spec;
using settings::Type;

Spec words_spec() {
  const auto words = [](const char* name, const char* meaning) {
    return settings::list_of(name, settings::field("", Type::text, "As the customer's list shows it."), meaning);
  };
  return settings::object("words",
                          {words("draft", "Saved at the customer and not submitted: a person finishes it there."),
                           words("submitted", "Submitted: our ASN is ACCEPTED."),
                           words("received", "The goods are booked in: GOODS_RECEIVED."),
                           words("withdrawn", "Taken back at the customer.")},
                          "The customer's words for the states of an ASN in its own list.");
}

Spec make_spec() {
  return settings::object(
      "asn",
      {settings::field("account", Type::text, "The account that submits and looks up.").required().with_example("omx"),
       settings::field("feed", Type::text, "Feed of the customer's own ASN list.").with_default("asn_status"),
       settings::field("orders_feed", Type::text, "Feed of the order lines that ASNs refer to.").with_default("orders"),
       settings::field("sid", Type::text,
                       "Pattern of the shipment id: {yyyymmdd} or {yymmdd}, and {seq:N} of N digits.")
           .required()
           .with_example("SIM{yymmdd}{seq:4}"),
       settings::list_of("ship_to", settings::field("", Type::text, "Warehouse or plant code."),
                         "Where goods may be sent; without it any warehouse that an order names."),
       settings::list_of(
           "required",
           settings::choice("", {"shipped", "eta", "carrier", "plate", "waybill"}, "A field of the ASN's head."),
           "Fields without which an ASN is not sent."),
       settings::field("ship_ahead", Type::duration, "How far ahead the ship time may lie.").with_default("7d"),
       settings::choice("packs", {"block", "warn"}, "A quantity that is not whole packs and not all that is open.")
           .with_default("block"),
       settings::field("longest_text", Type::integer, "Characters a text field may have.").with_default("40"),
       settings::choice("terminal", {"delivered", "accepted", "goods_received"}, "Where an ASN's way ends.")
           .with_default("accepted"),
       settings::field("acknowledged_within", Type::duration, "SENT and not yet shown by then: the clerk is told.")
           .with_default("30m"),
       words_spec()},
      "How ship notices (ASNs) go to this customer.");
}

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

const settings::Spec& asn_spec() {
  static const Spec spec = make_spec();
  return spec;
}

Result<CustomerRules> read_customer_rules(const settings::Node& node) {
  const auto text = [&](const char* key) { return settings::text_or_default(asn_spec(), node, key); };
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
