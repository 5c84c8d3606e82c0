// The configuration of many accounts. Threading: one thread.
#pragma once
#include <filesystem>
#include <string>

#include "app/gateway.hpp"

namespace calloff::test {

/// Site of the account with this number, from 0; the last one of several is OMX, with orders and ASNs.
std::string site_of(int number, int accounts);
/// customer/account
std::string account_name(int number);

/// Customers c01 ..., each with one account and its feeds, written below `folder` and read.
app::Prepared prepare_accounts(const std::filesystem::path& folder, int accounts);

}  // namespace calloff::test
