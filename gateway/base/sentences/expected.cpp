// Sentences about what should have come and has not. Sorted by code.
#include <array>

#include "base/sentences/groups.hpp"

namespace calloff::sentences {
namespace {

constexpr std::array kRows = std::to_array<Sentence>({
    {"expected/document_late",
     "nothing new has come on {day}; it was expected by {by} (last poll: {polled}). Look at the customer's system",
     "{day} 没有收到任何新单据，应于 {by} 前收到（最近一次查询：{polled}）；请到客户系统核对"},
    {"expected/document_missing",
     "still nothing new has come on {day}; it was expected by {by} (last poll: {polled}). Ask the customer",
     "{day} 仍未收到任何新单据，应于 {by} 前收到（最近一次查询：{polled}）；请联系客户"},
    {"expected/empty",
     "the customer's list is empty, and by {by} on {day} there should be something for {target} in it (last poll: "
     "{polled}). An empty list is not believed to mean no demand: look at the portal, and ask the customer",
     "客户列表为空，而 {day} {by} 前应有 {target} "
     "的单据（最近一次查询：{polled}）；空列表不代表没有需求，请登录门户核对并联系客户"},
    {"expected/numbers",
     "of the documents that came on {day}, numbers are left out: {numbers} ({count}). Look for them at the portal, and "
     "ask the customer; resolve this if they were never given out",
     "{day} 收到的单据编号不连续，缺少 {numbers}（共 {count} "
     "个）；请到门户查找或联系客户，若编号未使用请将此异常标为已解决"},
    {"expected/release_late",
     "no release has come on {day}; it was expected by {by} (last poll: {polled}). Look at the portal",
     "{day} 没有收到预测发布，应于 {by} 前收到（最近一次查询：{polled}）；请登录门户核对"},
    {"expected/release_missing",
     "still no release has come on {day}; it was expected by {by} (last poll: {polled}). Ask the customer",
     "{day} 仍未收到预测发布，应于 {by} 前收到（最近一次查询：{polled}）；请联系客户"},
    {"expected/set_late",
     "{count} pick-up sheets for {target} are here, and it is not certain that these are all; they were expected by "
     "{by} on {day} (last poll: {polled}). Look at the portal",
     "{target} 的取货单已收到 {count} 份，但尚不能确认是否齐全，应于 {day} {by} "
     "前齐全（最近一次查询：{polled}）；请登录门户核对"},
    {"expected/set_missing",
     "{count} pick-up sheets for {target} are here, and it is still not certain that these are all; they were expected "
     "by {by} on {day} (last poll: {polled}). Look at the portal, and ask the customer",
     "{target} 的取货单已收到 {count} 份，仍不能确认是否齐全，应于 {day} {by} "
     "前齐全（最近一次查询：{polled}）；请登录门户核对并联系客户"},
    {"expected/sheets_late",
     "no pick-up sheet for {target} has come; they were expected by {by} on {day} (last poll: {polled}). Look at the "
     "portal",
     "没有收到 {target} 的取货单，应于 {day} {by} 前收到（最近一次查询：{polled}）；请登录门户核对"},
    {"expected/sheets_missing",
     "still no pick-up sheet for {target} has come; they were expected by {by} on {day} (last poll: {polled}). Look at "
     "the portal, and ask the customer: the truck comes on {target}",
     "仍未收到 {target} 的取货单，应于 {day} {by} 前收到（最近一次查询：{polled}）；请登录门户核对并联系客户，提货日为 "
     "{target}"},
});

}  // namespace

std::span<const Sentence> expected() { return kRows; }

}  // namespace calloff::sentences
