// A shipping clerk's day from outside: the portal and the gateway as programs, one civil time for both, and the
// question that counts: does the portal's true table agree with ours?
#pragma once
#include <boost/json/object.hpp>
#include <functional>

#include "base/clock.hpp"
#include "support/process/portal.hpp"
#include "support/process/site.hpp"

namespace calloff::test::process {

class Shipping {
 public:
  /// `orders` fresh orders stand at the portal and are known to the gateway.
  explicit Shipping(int orders);

  Portal portal;
  Site site;
  std::vector<std::string> orders;

  /// Civil time goes on, for portal and gateway.
  void pass(std::chrono::seconds time);
  /// The same configuration with a data folder and shipment ids of its own: somebody else who ships these orders.
  std::unique_ptr<Site> colleague() const;

  Ended run(const Site& at, std::vector<std::string> words, const Environment& added = {}) const;
  Ended run(std::vector<std::string> words, const Environment& added = {}) const {
    return run(site, std::move(words), added);
  }

  /// Drafts an ASN of everything open in the order; its number.
  std::string draft(const std::string& order) const { return draft(site, order); }
  std::string draft(const Site& at, const std::string& order) const;
  Ended send(const std::string& asn) const { return run({"asn", "send", asn, "--wait"}); }
  /// An ASN that went well: from now on our look-ups have something to be compared with.
  std::string send_control(const std::string& order) const;
  /// Of two orders, after a control: an ASN that the portal never took, though nobody knows, for it gave no answer.
  std::string send_into_silence();

  boost::json::value show(const std::string& asn) const { return site.json({"asn", "show", asn}); }

  /// How far an ASN is, read from the store beside whoever works in it. looks: how often the portal's list was judged
  struct Standing {
    std::string state;
    std::size_t attempts = 0, looks = 0;
  };
  Standing standing(const std::string& asn) const;
  std::string state(const std::string& asn) const { return standing(asn).state; }

  /// Asks again and again until it is so; throws when that takes too long.
  static void until(const std::function<bool()>& is_so);
  /// `serve` runs until it is so.
  void serve_until(const std::string& asn, const std::function<bool(const Standing&)>& is_so) const;
  /// The gateway goes on with an ASN that left the clerk's hands, while time passes, until it is closed or waits for a
  /// person. Throws when it still looks after an hour.
  void go_on(const std::string& asn);

  /// What the portal really holds of this ASN (as `asn show` has it), by its shipment id; cancelled ones too.
  std::vector<boost::json::object> at_portal(const boost::json::value& shown);
  /// Everything at the portal that is not of its history.
  std::vector<boost::json::object> all_at_portal();

  /// What is wrong between the portal's true table and ours; empty when they agree.
  std::string disagreement(const boost::json::value& shown);

 private:
  void set_time();
  std::string promises_broken_in_store(const std::string& asn, bool is_at_portal) const;

  Instant now_;
};

/// The states that an ASN's history went through, e.g. "DRAFT READY QUEUED".
std::string way_of(const boost::json::value& shown);

}  // namespace calloff::test::process
