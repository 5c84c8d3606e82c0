// What people do meanwhile: at the gateway, and at the customers.
#include <fmt/format.h>

#include "simulator/china_time.hpp"
#include "store/asns.hpp"
#include "store/states.hpp"
#include "store/tickets.hpp"
#include "support/weeks/weeks.hpp"

namespace calloff::test {

using namespace std::chrono_literals;

const inbound::PolledFeed& Weeks::some_feed() {
  return prepared_.feeds[std::size_t(dice_.between(0, int(prepared_.feeds.size()) - 1))];
}

AccountWorld& Weeks::world_of(const inbound::PolledFeed& feed) {
  for (auto& world : worlds_)
    if (world->account() == feed.key.customer + "/" + feed.feed.account) return *world;
  throw std::logic_error("no world for " + store::to_string(feed.key));
}

std::vector<std::string> Weeks::feed_words(const inbound::PolledFeed& feed) const {
  if (feed.key.plant.empty()) return {feed.key.customer, feed.key.feed};
  return {feed.key.customer, feed.key.plant, feed.key.feed};
}

std::string Weeks::an_open_order(const std::string& customer) {
  for (auto& world : worlds_) {
    if (world->account() != customer + "/a" || world->site() != "OMX") continue;
    for (const auto* order : world->portals().omx().orders().all(clock_.now()))
      if (simulator::is_open(*order)) return order->number;
  }
  return {};
}

void Weeks::send_drafts() {
  const auto drafts = process_->kept().read_now(
      [](store::Reader& r) -> Result<std::vector<store::AsnRecord>> { return store::list_asns(r, {}); });
  if (!drafts) return;
  for (const auto& asn : *drafts)
    if (asn.state == "DRAFT" || asn.state == "READY") type({"asn", "send", asn.id});
}

void Weeks::act_as_person() {
  const auto& feed = some_feed();
  auto words = feed_words(feed);
  const auto with = [&](std::initializer_list<std::string> first) {
    words.insert(words.begin(), first);
    return words;
  };
  const auto& asn_customer = prepared_.configuration.customers.back();
  switch (dice_.between(0, 10)) {
    case 0:
      return type([&] {
        auto hold = with({"feed", "hold"});
        hold.insert(hold.end(), {"--reason", "they move"});
        return hold;
      }());
    case 1:
    case 2:
      for (const auto& each : prepared_.feeds) {
        auto release = feed_words(each);
        release.insert(release.begin(), {"feed", "release"});
        if (dice_.chance(70)) type(release);
      }
      return;
    case 3:
      for (const auto& customer : prepared_.configuration.customers)
        if (dice_.chance(80)) type({"account", "release", customer.customer, "a"});
      return;
    case 4:
      return type(with({"feed", "run"}));
    case 5:
      return type({"quarantine", "retry", "--all"});
    case 6: {
      const auto open = process_->kept().read_now(
          [](store::Reader& r) -> Result<std::vector<store::Ticket>> { return store::open_tickets(r); });
      if (!open || open->empty()) return;
      const auto& ticket = (*open)[std::size_t(dice_.between(0, int(open->size()) - 1))];
      const auto id = store::ticket_name(ticket.id);
      return dice_.chance(50) ? type({"exception", "ack", id}) : type({"exception", "resolve", id, "--reason", "seen"});
    }
    case 7:
      return send_drafts();
    case 8:
      disk_full_until_ = clock_.now() + std::chrono::minutes(dice_.between(5, 90));
      ++result_.counts["disks full"];
      return event("the disk is full until " + to_string(*disk_full_until_));
    default: {
      const auto order = an_open_order(asn_customer.customer);
      if (!asn_customer.asn || order.empty()) return;
      const auto day = simulator::china_date(clock_.now() + 24h);
      return type({"asn", "new", asn_customer.customer, "--order", order, "--ship", to_string(day) + "T10:00", "--eta",
                   to_string(day) + "T15:00", "--carrier", "SF"});
    }
  }
}

/// A sheet that is still to be picked up asks for other quantities, and says so or not.
void Weeks::act_as_plant() {
  auto& world = *worlds_[std::size_t(dice_.between(0, int(worlds_.size()) - 1))];
  auto* portal = world.portals().eschedule(world.site());
  if (!portal) return;
  for (auto* sheet : portal->sheets().listed(clock_.now())) {
    if (sheet->pickup < clock_.now() + 24h || !dice_.chance(30)) continue;
    const auto line = std::size_t(dice_.between(0, int(sheet->lines.size()) - 1));
    const auto how = dice_.chance(70) ? simulator::Change::shown : simulator::Change::silent;
    simulator::change(*sheet, line, sheet->lines[line].part->pack * dice_.between(1, 20), how);
    event(world.account() + " changes " + sheet->number);
    ++result_.counts["sheets changed"];
    return;
  }
}

}  // namespace calloff::test
