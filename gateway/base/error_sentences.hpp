// The parts of the catalogue that have files of their own. Only the catalogue includes this.
#pragma once
#include <span>

#include "base/error_catalogue.hpp"

namespace calloff {

/// `asn/...`, sorted by code.
std::span<const Sentence> asn_sentences();

}  // namespace calloff
