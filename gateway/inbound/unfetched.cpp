#include "inbound/unfetched.hpp"

#include <algorithm>
#include <array>

namespace calloff::inbound {
namespace {

constexpr int kMostInARow = 3;

constexpr std::array<std::string_view, 10> kOfOneEntry{
    "page/empty_answer",   "page/cut_off",           "wire/cut_off",   "wire/first_byte_timed_out",
    "wire/idle_timed_out", "wire/total_timed_out",   "wire/too_large", "wire/headers_too_large",
    "wire/bad_answer",     "wire/too_many_redirects"};

bool is_status_of_one(const Error& failure) {
  const auto status = failure.arg("status");
  if (failure.code == "page/http_status") return status != "503" && status != "429" && status != "408";
  return failure.code == "page/http_status_unexpected" && (status == "404" || status == "410");
}

}  // namespace

bool is_of_one_entry(const Error& failure) {
  return failure.recovery == Recovery::quarantine || is_status_of_one(failure) ||
         std::ranges::find(kOfOneEntry, failure.code) != kOfOneEntry.end();
}

std::vector<adapter_api::Entry> with_last(std::vector<adapter_api::Entry> entries, const std::set<std::string>& last) {
  std::vector<adapter_api::Entry> ordered;
  for (const bool is_last : {false, true})
    for (auto& entry : entries)
      if (last.contains(entry.id) == is_last) ordered.push_back(std::move(entry));
  return ordered;
}

void Streak::succeed() {
  in_a_row_ = 0;
  has_succeeded_ = true;
}

bool Streak::fail(bool was_known) {
  if (!was_known) has_news_ = true;
  if (was_known && (has_succeeded_ || !has_news_)) return false;
  return ++in_a_row_ >= kMostInARow;
}

Error unfetched_ticket(const std::string& entry, const Error& cause) {
  return Error(Recovery::retry, "inbound/unfetched", {{"entry", entry}, {"cause", cause.code}});
}

}  // namespace calloff::inbound
