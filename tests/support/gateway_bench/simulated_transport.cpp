#include "support/gateway_bench/simulated_transport.hpp"

namespace calloff::test {
namespace {

class DivertibleSession final : public transport::Session {
 public:
  DivertibleSession(transport::SessionSettings settings, simulator::Portals& portals, TestClock& clock,
                    const SimulatedTransport& owner)
      : settings_(std::move(settings)), simulated_(portals, clock), owner_(owner) {}

  boost::asio::awaitable<transport::Exchange> exchange(transport::Request request) override {
    if (!owner_.diversion().transport) {
      auto simulated = co_await simulated_.exchange(std::move(request));
      co_return simulated;
    }
    auto settings = settings_;
    settings.ca_file = owner_.diversion().ca_file;
    const auto session = owner_.diversion().transport->open_session(std::move(settings));
    session->record_to(recorder_);
    request.url = owner_.diversion().root + request.url.substr(std::string_view(kPortalUrl).size());
    auto diverted = co_await session->exchange(std::move(request));
    co_return diverted;
  }
  std::vector<std::string> cookies() const override { return simulated_.cookies(); }
  void restore_cookies(std::vector<std::string> lines) override { simulated_.restore_cookies(std::move(lines)); }
  void forget_cookies() override { simulated_.forget_cookies(); }
  void allow_writes(bool allowed) override { simulated_.allow_writes(allowed); }
  void record_to(transport::Recorder recorder) override {
    recorder_ = recorder;
    simulated_.record_to(std::move(recorder));
  }

 private:
  transport::SessionSettings settings_;
  SimulatedWire simulated_;
  const SimulatedTransport& owner_;
  transport::Recorder recorder_;
};

}  // namespace

std::unique_ptr<transport::Session> SimulatedTransport::open_session(transport::SessionSettings settings) {
  return std::make_unique<DivertibleSession>(std::move(settings), portals_, clock_, *this);
}

}  // namespace calloff::test
