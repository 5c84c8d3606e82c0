// How bad a cause is, and how soon somebody has to have looked: data, one table each.
#pragma once
#include <chrono>
#include <optional>
#include <string_view>

namespace calloff::store {

/// info: it will pass by itself; warn: look today; error: figures are missing or wrong until somebody acts; critical:
/// a truck, an ASN or every feed of an account waits for a person
enum class Severity { info, warn, error, critical };

std::string_view to_string(Severity severity);
/// None if there is no such word.
std::optional<Severity> severity_from(std::string_view word);

/// By an Error's code; what no row names is an error.
Severity severity_of(std::string_view code);
/// Does a row of the table name this code or its beginning?
bool has_severity(std::string_view code);

/// Within what time after it was opened somebody has to have taken it; none: nobody has to.
std::optional<std::chrono::milliseconds> answer_within(Severity severity);

}  // namespace calloff::store
