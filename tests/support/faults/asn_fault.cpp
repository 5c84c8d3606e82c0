#include "support/faults/asn_fault.hpp"

#include <boost/json/parse.hpp>
#include <stdexcept>

#include "base/text.hpp"
#include "support/simulator/browser.hpp"

namespace calloff::test {
namespace {

using namespace std::chrono_literals;

constexpr auto kLongest = 12h;  ///< an ASN that is still looked for after that is a violation

/// A person at the portal, with a browser.
class Clerk {
 public:
  explicit Clerk(GatewayBench& bench) : browser_(bench.portals(), bench.clock().now()) { browser_.sign_in_omx(); }

  /// A button of an ASN's page.
  void press(const char* button, const std::string& number) {
    const std::string form = "/omxclient/asn/asn.do";
    const auto view = browser_.read(form + "?method=view&asnNo=" + number);
    browser_.submit(form,
                    {{"method", button}, {"token", simulator::test::form_value(view, "token")}, {"asnNo", number}});
  }

 private:
  simulator::test::Browser browser_;
};

class SubmittedFault {
 public:
  explicit SubmittedFault(const FaultRow& row) : row_(row) {
    bench_.move_to(march(10, 14));
    for (int i = 0; i < 2; ++i) orders_.push_back(bench_.portals().omx().orders().add({}, bench_.clock().now()).number);
    bench_.poll("sgm orders");
  }

  Lived live() {
    send_control();
    asn_ = draft(orders_[1]);
    bench_.arm(row_.wish);
    if (row_.asn.answer_lost) bench_.arm({"commit_then_close", "OMX", "submit", 1});
    const auto said = bench_.calloff({"asn", "send", asn_, "--wait"});
    lived_.outcome = state();
    lived_.seen = sentences_of(said.err);
    lived_.expect(lived_.outcome == row_.outcome, "sent, it is " + lived_.outcome + ", should be " + row_.outcome);
    const auto disturbed_code = code();
    lived_.expect(disturbed_code == row_.code, "its cause is " + disturbed_code + ", should be " + row_.code);
    if (row_.asn.pressed_again) Clerk(bench_).press("submit", at_portal().at(0).number);
    bench_.clear_faults();
    go_on();
    check_end();
    add_tickets();
    if (row_.next == Next::decide) decide();
    check_others();
    return std::move(lived_);
  }

 private:
  struct AtPortal {
    std::string number, state;
  };

  /// One that went well: look-ups have something to be compared with.
  void send_control() {
    const auto control = draft(orders_[0]);
    const auto said = bench_.calloff({"asn", "send", control, "--wait"});
    lived_.expect(said.exit == 0, "the ASN before: " + said.err);
    bench_.advance(1h);
  }

  std::string draft(const std::string& order) {
    const auto said = bench_.calloff({"asn", "new", "sgm", "--order", order, "-o", "json"});
    if (said.exit != 0) throw std::runtime_error("asn new: " + said.err);
    return std::string(boost::json::parse(said.out).at("asn").as_string());
  }

  std::string state() { return bench_.asn(asn_).record.state; }

  /// Of the attempt under the fault: why its outcome is what it is.
  std::string code() {
    const auto view = bench_.asn(asn_);
    if (view.attempts.empty()) return {};
    const auto& attempt = view.attempts.front();
    return attempt.outcome == "sent" || !attempt.error ? "" : attempt.error->code;
  }

  static std::string sentences_of(const std::string& talk) {
    std::string text;
    for (auto line : split(talk, '\n')) {
      if (line.starts_with("calloff: ")) line.remove_prefix(9);
      if (!line.empty()) text += (text.empty() ? "" : ". ") + std::string(line);
    }
    return text;
  }

  bool is_over() {
    const auto is = state();
    return is == "ACCEPTED" || is == "REJECTED" || is == "CANCELLED" || is == "HELD";
  }

  /// The gateway's own loop, while time passes.
  void go_on() {
    const auto until = bench_.clock().now() + kLongest;
    while (!is_over() && bench_.clock().now() < until) {
      const auto next = bench_.run(bench_.gateway().asns().next_due("sgm"));
      if (!next || !*next) break;
      if (**next > bench_.clock().now()) bench_.move_to(**next);
      (void)bench_.run(bench_.gateway().asns().run_due("sgm"));
      bench_.advance(1s);
    }
  }

  std::vector<AtPortal> at_portal() {
    std::vector<AtPortal> held;
    const auto shipment_id = bench_.asn(asn_).record.notice.shipment_id;
    for (const auto& asn : bench_.portals().omx().asns().all())
      if (asn.supplier_ref == shipment_id) held.push_back({asn.number, std::string(asn.state)});
    return held;
  }

  void check_end() {
    const auto& end = row_.asn;
    const auto is = state();
    lived_.expect(is == end.state, "in the end it is " + is + ", should be " + end.state);
    const auto attempts = bench_.asn(asn_).record.attempts;
    lived_.expect(attempts == end.attempts, std::to_string(attempts) + " attempts");
    std::string held, should;
    for (const auto& one : at_portal()) held += one.state + " ";
    for (const auto& one : end.at_portal) should += one + " ";
    lived_.expect(held == should, "the portal holds: " + held + "; should hold: " + should);
    if (lived_.outcome != is) lived_.outcome += ", then " + is;
    lived_.in_force = held.empty() ? "none at the portal" : "at the portal: " + held.substr(0, held.size() - 1);
  }

  /// What a person is asked to do in the end.
  void add_tickets() {
    bool is_asked = false;
    for (const auto& ticket : bench_.tickets()) {
      if (ticket.dedup_key.find(asn_) == std::string::npos) continue;
      is_asked = true;
      lived_.seen += (lived_.seen.empty() ? "" : ". ") + sentence(ticket.reason);
    }
    const bool is_due = row_.next == Next::decide || row_.next == Next::new_asn;
    lived_.expect(is_asked == is_due, is_due ? "nobody is told" : "somebody is asked for nothing");
  }

  /// A person leaves one at the portal, submitted, and says which.
  void decide() {
    Clerk clerk(bench_);
    std::string kept;
    for (const auto& one : at_portal()) {
      if (!kept.empty()) clerk.press("cancel", one.number);
      if (kept.empty() && one.state == "草稿") clerk.press("submit", one.number);
      if (kept.empty()) kept = one.number;
    }
    const auto said = bench_.calloff({"asn", "decide", asn_, "--found", kept});
    lived_.expect(said.exit == 0, "decide: " + said.err);
    go_on();
    lived_.expect(state() == "ACCEPTED", "decided, it is " + state());
    int standing = 0;
    for (const auto& one : at_portal()) standing += one.state == "已提交";
    lived_.expect(standing == 1, "decided, the portal holds " + std::to_string(standing));
  }

  /// Nothing else was made at the portal: the control, ours, what the row says.
  void check_others() {
    std::size_t made = 0;
    for (const auto& asn : bench_.portals().omx().asns().all()) made += !asn.seeded;
    const auto should = 1 + row_.asn.at_portal.size();
    lived_.expect(made == should, std::to_string(made) + " ASNs were made, should be " + std::to_string(should));
  }

  const FaultRow& row_;
  GatewayBench bench_;
  std::vector<std::string> orders_;
  std::string asn_;
  Lived lived_;
};

}  // namespace

Lived live_asn(const FaultRow& row) { return SubmittedFault(row).live(); }

}  // namespace calloff::test
