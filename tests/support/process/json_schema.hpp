// docs/schemas, held against what the program prints.
#pragma once
#include <boost/json/value.hpp>
#include <string>

namespace calloff::test::process {

/// What of `value` is not as docs/schemas/NAME.json says, one complaint a line; empty when it is.
std::string complaints_of(const std::string& name, const boost::json::value& value);

}  // namespace calloff::test::process
