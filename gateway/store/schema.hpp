// The migrations' texts. A text that was ever released is never edited; a change is a new one.
#pragma once
#include <string_view>

namespace calloff::store {

std::string_view schema_1();
std::string_view schema_2();
std::string_view schema_3();
std::string_view schema_4();
std::string_view schema_5();
std::string_view schema_6();
std::string_view schema_7();
std::string_view schema_8();
std::string_view schema_9();

}  // namespace calloff::store
