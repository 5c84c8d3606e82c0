// A value or an Error. Exceptions are for broken invariants only.
#pragma once
#include <boost/system/result.hpp>

#include "base/error.hpp"

namespace calloff {

/// Thrown only when `value()` is asked of a failed Result: a defect of the caller.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace calloff
