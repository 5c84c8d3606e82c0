// The one include of Catch2, so that a change of its major version is one line; and how our values print in it.
#pragma once
#include <catch2/catch.hpp>

#include "base/result.hpp"

namespace Catch {

/// `REQUIRE(result)` prints the error's sentence when it fails.
template <class T>
struct StringMaker<boost::system::result<T, calloff::Error>> {
  static std::string convert(const boost::system::result<T, calloff::Error>& result) {
    return result ? "a value" : result.error().code + ": " + calloff::sentence(result.error());
  }
};

}  // namespace Catch
