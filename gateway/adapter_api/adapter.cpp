#include "adapter_api/adapter.hpp"

namespace calloff::adapter_api {
namespace {

Error unsupported(const char* what) { return Error(Recovery::fix_config, "adapter/unsupported", {{"what", what}}); }

}  // namespace

Task<void> Adapter::settle(Run&, std::string, Entry, Disposition) { co_return Result<void>(); }

Task<Prepared> Adapter::prepare(Run&, Submission) { co_return unsupported("prepare"); }

boost::asio::awaitable<Outcome> Adapter::submit(Run&, Prepared) { co_return NotSent{unsupported("submit")}; }

Task<Sighting> Adapter::look_up(Run&, Submission, std::vector<Known>) { co_return unsupported("look_up"); }

}  // namespace calloff::adapter_api
