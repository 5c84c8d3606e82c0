// GBK in and out. Own code on purpose: the gateway's decoder must not be tested against itself.
#pragma once
#include <string>
#include <string_view>

namespace calloff::simulator {

/// What a site's pages and forms are written in.
enum class Charset { gbk, utf8 };

/// UTF-8 as the site serves it, and what a browser sent it as UTF-8.
std::string to_site(Charset charset, std::string_view utf8);
std::string from_site(Charset charset, std::string_view bytes);

/// UTF-8 to GBK, as the portals serve it. A character that GBK does not have becomes `&#NNNN;`, as browsers send it.
std::string utf8_to_gbk(std::string_view utf8);

/// GBK (read as GB18030) to UTF-8, as the portals read a form. A byte that does not decode becomes `?`.
std::string gbk_to_utf8(std::string_view gbk);

}  // namespace calloff::simulator
