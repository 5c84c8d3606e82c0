// What a PEM file of certificates says of itself. Threading: any thread.
#pragma once
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace calloff::accounts {

/// subject: its common name, else the whole name
struct CertificateFacts {
  std::string subject;
  Instant not_before{}, not_after{};
};

/// Every certificate of the file, in order. errors: fix_config accounts/certificate_unreadable (file)
Result<std::vector<CertificateFacts>> certificates_in(const std::string& file);

}  // namespace calloff::accounts
