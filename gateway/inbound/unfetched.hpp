// Entries of a list of which nothing comes: one such document holds up no other. Pure.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "adapter_api/adapter.hpp"
#include "base/error.hpp"

namespace calloff::inbound {

/// May it be this one document alone? A session that ended, maintenance, a portal that asks to be left alone, a server
/// that is not reached: these are the whole portal's, and so is a page that is not as promised.
bool is_of_one_entry(const Error& failure);

/// What came to nothing the last time is asked for last, so that it stands behind all others.
std::vector<adapter_api::Entry> with_last(std::vector<adapter_api::Entry> entries, const std::set<std::string>& last);

/// Tells one bad document from a portal that gives no documents at all.
class Streak {
 public:
  void succeed();
  /// was_known: it came to nothing the last time too: no news of the portal, unless one that came then fails as well
  /// returns: is it the portal's? Three in a row are.
  bool fail(bool was_known);

 private:
  int in_a_row_ = 0;
  bool has_succeeded_ = false, has_news_ = false;
};

/// What the entry's ticket says.
Error unfetched_ticket(const std::string& entry, const Error& cause);

}  // namespace calloff::inbound
