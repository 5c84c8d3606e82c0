#include "settings/address.hpp"

#include <algorithm>

#include "settings/secret.hpp"

namespace calloff::settings {
namespace {

constexpr std::string_view kBehindScheme = "://";

std::size_t begin_of_host(std::string_view url) {
  const auto at = url.find(kBehindScheme);
  return at == url.npos ? 0 : at + kBehindScheme.size();
}

}  // namespace

AddressFault judge_address(std::string_view text) {
  const bool is_one_word = std::ranges::none_of(text, [](unsigned char c) { return c <= ' ' || c == 0x7f; });
  if (!text.starts_with("https://") && !text.starts_with("http://")) return AddressFault::form;
  const auto host = host_of(text);
  if (host.find('@') != host.npos) return AddressFault::password;
  return host.empty() || !is_one_word ? AddressFault::form : AddressFault::none;
}

std::string_view without_path(std::string_view url) {
  return url.substr(0, url.find_first_of("/?#", begin_of_host(url)));
}

std::string_view host_of(std::string_view url) { return without_path(url).substr(begin_of_host(url)); }

Error bad_address(std::string_view text, const Place& place, std::string code) {
  const auto name = is_environment_reference(text) ? text.substr(std::string_view("env:").size()) : "url";
  return error_at(place, std::move(code), {{"name", std::string(name)}});
}

Result<std::string> resolve_address(std::string_view text, const Place& place, std::string code) {
  auto url = resolve_environment(text);
  if (!url) return error_at(place, url.error().code, url.error().args);
  if (judge_address(*url) != AddressFault::none) return bad_address(text, place, std::move(code));
  return url;
}

}  // namespace calloff::settings
