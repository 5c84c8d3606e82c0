#include "accounts/keeping_off.hpp"

#include "base/dates.hpp"
#include "store/store.hpp"
#include "store/tickets.hpp"
#include "support/catch.hpp"
#include "support/portal/test_clock.hpp"
#include "support/temporary_folder.hpp"

using namespace calloff;

namespace {

constexpr const char* kProxy = "proxy.example:3128";

/// What a store knows of one proxy.
class Proxy {
 public:
  void refuses(const std::string& account, const std::string& mark) {
    write([&](store::Writer& w) { accounts::note_refused(w, kProxy, account, mark); });
  }
  void takes(const std::string& account, const std::string& mark) {
    write([&](store::Writer& w) { accounts::forget_refused(w, kProxy, account, mark); });
  }
  bool is_released() {
    bool is_asked_again = false;
    write([&](store::Writer& w) { is_asked_again = accounts::forget_all_refused(w, kProxy, "li"); });
    return is_asked_again;
  }
  /// Is it kept from this?
  bool is_refused(const std::string& mark) {
    return *store_->read_now([&](store::Reader& r) -> Result<bool> { return accounts::is_refused(r, kProxy, mark); });
  }
  std::size_t tickets() {
    return *store_->read_now([](store::Reader& r) -> Result<std::size_t> { return store::open_tickets(r).size(); });
  }

 private:
  template <typename Job>
  void write(Job job) {
    REQUIRE(store_->write_now("test", [&](store::Writer& w) -> Result<void> {
      job(w);
      return {};
    }));
  }

  test::TemporaryFolder folder_{test::TemporaryFolder::quick()};
  test::TestClock clock_{*parse_instant("2026-03-10T10:00:00+08:00")};
  std::unique_ptr<store::Store> store_ = *store::Store::open(folder_.path(), store::Mode::write, clock_);
};

}  // namespace

TEST_CASE("a proxy that takes one account's password goes on refusing another's") {
  Proxy proxy;
  CHECK_FALSE(proxy.is_refused("wrong"));
  proxy.refuses("sgm/jq", "wrong");
  proxy.refuses("sgm/omx", "old");
  proxy.takes("saic/one", "right");
  CHECK(proxy.is_refused("wrong"));
  CHECK(proxy.is_refused("old"));
  CHECK_FALSE(proxy.is_refused("right"));
  proxy.takes("sgm/jq", "mended");
  CHECK_FALSE(proxy.is_refused("wrong"));
  CHECK(proxy.is_refused("old"));
  CHECK(proxy.tickets() == 1);
  proxy.takes("sgm/jq", "old");  // the proxy's own password was mended
  CHECK_FALSE(proxy.is_refused("old"));
  CHECK(proxy.tickets() == 0);
}

TEST_CASE("a person lets a proxy be asked again by all") {
  Proxy proxy;
  CHECK_FALSE(proxy.is_released());
  proxy.refuses("sgm/jq", "wrong");
  proxy.refuses("sgm/omx", "old");
  CHECK(proxy.is_released());
  CHECK_FALSE(proxy.is_refused("wrong"));
  CHECK_FALSE(proxy.is_refused("old"));
  CHECK(proxy.tickets() == 0);
}
