// The catalogue's groups of rows, a file each. Private to base/.
#pragma once
#include <span>

#include "base/error_catalogue.hpp"

namespace calloff::sentences {

std::span<const Sentence> asn();
std::span<const Sentence> customer();
std::span<const Sentence> document();
std::span<const Sentence> expected();
std::span<const Sentence> gateway();
std::span<const Sentence> guard();
std::span<const Sentence> notify();
std::span<const Sentence> schedule();

}  // namespace calloff::sentences
