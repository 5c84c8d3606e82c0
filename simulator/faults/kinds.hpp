// The table of faults, one file a theme: each row is a fault, with one small function beside it.
#pragma once
#include <span>

#include "simulator/faults.hpp"

namespace calloff::simulator {

std::span<const FaultKind> login_faults();
std::span<const FaultKind> session_faults();
std::span<const FaultKind> transport_faults();
std::span<const FaultKind> content_faults();
std::span<const FaultKind> publication_faults();
std::span<const FaultKind> file_faults();
std::span<const FaultKind> asn_faults();

namespace steps {

inline constexpr Steps kLogin = bit(Step::login);
inline constexpr Steps kLists = bit(Step::list) | bit(Step::detail) | bit(Step::weekly_list) |
                                bit(Step::weekly_detail) | bit(Step::query) | bit(Step::lines) | bit(Step::asn_query);
inline constexpr Steps kTables = kLists | bit(Step::init) | bit(Step::asn_view);
inline constexpr Steps kFiles = bit(Step::file) | bit(Step::weekly_file) | bit(Step::order_file) | bit(Step::label);
inline constexpr Steps kChanges = bit(Step::accept) | bit(Step::save) | bit(Step::submit) | bit(Step::cancel);
inline constexpr Steps kSignedIn =
    kTables | kFiles | kChanges | bit(Step::home) | bit(Step::query_form) | bit(Step::asn_query_form);
inline constexpr Steps kEverywhere =
    kSignedIn | kLogin | bit(Step::login_page) | bit(Step::logout) | bit(Step::notice) | bit(Step::other);

}  // namespace steps
}  // namespace calloff::simulator
