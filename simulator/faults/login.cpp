// What can go wrong at the log-in.
#include <array>

#include "simulator/faults/kinds.hpp"

namespace calloff::simulator {
namespace {

Response captcha(Portal& portal, const Call& call) { return portal.captcha_page(call); }

constexpr std::array kKinds{
    FaultKind{
        1, "wrong_password_page",
        "The log-in is refused with 用户名或密码错误, whatever the password; nothing is counted towards the lock.",
        steps::kLogin, [](Quirks& q) { q.refuse_password = true; }},
    FaultKind{5, "captcha", "The log-in page with a captcha in it is shown instead.", steps::kEverywhere, nullptr,
              captcha},
};

}  // namespace

std::span<const FaultKind> login_faults() { return kKinds; }

}  // namespace calloff::simulator
