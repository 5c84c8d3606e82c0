// How old what is shown is, and why: lines for people beside a listing.
#pragma once
#include <string>
#include <vector>

#include "present/views.hpp"

namespace calloff::present {

/// One line for each of these feeds whose last poll did not end well: since when its data stand, how old they are, and
/// the cause. In the configuration's language.
std::vector<std::string> stale_notes(const ViewOf& of, const std::vector<store::FeedKey>& feeds);

/// One line for each open sheet of these feeds that left the customer's list.
std::vector<std::string> left_notes(const ViewOf& of, const std::vector<store::FeedKey>& feeds);

/// The language that people read at this gateway.
Language language_of(const settings::Configuration& configuration);

}  // namespace calloff::present
