#include "transport/http/url.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "transport/http/curl.hpp"
#include "transport/record/wire_error.hpp"

namespace calloff::transport::http {
namespace {

std::string part(CURLU* url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

struct Origin {
  std::string scheme, host, port;
  bool operator==(const Origin&) const = default;
};

Origin origin(CURLU* url) {
  return {part(url, CURLUPART_SCHEME), lower(part(url, CURLUPART_HOST)), part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT)};
}

std::string to_string(const Origin& o) { return o.scheme + "://" + o.host + ":" + o.port; }

bool is_token(std::string_view text) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kOthers.find(c) != std::string_view::npos;
  });
}

bool frames_the_message(std::string_view name) {
  constexpr std::array kFraming = {"connection", "content-length", "expect", "host", "transfer-encoding"};
  return std::find(kFraming.begin(), kFraming.end(), lower(name)) != kFraming.end();
}

Result<void> check_header(const Header& header) {
  const bool one_line = header.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
  if (is_token(header.name) && one_line && !frames_the_message(header.name)) return {};
  return wire_error("wire/bad_header", {{"header", header.name}});
}

bool is_safe(std::string_view method) { return method == "GET" || method == "HEAD"; }

bool leads_on(const Request& asked, int status) {
  if (asked.intent == Intent::write) return false;
  if (status == 301 || status == 302 || status == 303) return true;
  return (status == 307 || status == 308) && is_safe(asked.method);
}

}  // namespace

Result<void> check_request(const Request& request) {
  const auto bad_url = [&](std::string reason) {
    return wire_error("wire/bad_url", {{"url", request.url}, {"reason", std::move(reason)}});
  };
  if (std::any_of(request.url.begin(), request.url.end(), [](unsigned char c) { return c <= ' ' || c == 0x7f; }))
    return bad_url("there is a space or a control character in it");
  const Url url(curl_url());
  if (const auto rc = curl_url_set(url.get(), CURLUPART_URL, request.url.c_str(), CURLU_NON_SUPPORT_SCHEME);
      rc != CURLUE_OK)
    return bad_url(curl_url_strerror(rc));
  const auto scheme = part(url.get(), CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") return bad_url("it is neither http nor https");
  if (!part(url.get(), CURLUPART_USER).empty() || !part(url.get(), CURLUPART_PASSWORD).empty())
    return bad_url("a user name or password stands in it");
  if (!is_token(request.method)) return wire_error("wire/bad_header", {{"header", request.method}});
  for (const auto& header : request.headers)
    if (auto ok = check_header(header); !ok) return ok;
  return {};
}

std::string host_of(std::string_view text) {
  const Url url(curl_url());
  if (curl_url_set(url.get(), CURLUPART_URL, std::string(text).c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
    return {};
  const auto port = part(url.get(), CURLUPART_PORT);
  return part(url.get(), CURLUPART_HOST) + (port.empty() ? "" : ":" + port);
}

Result<std::optional<Request>> next_hop(const Request& asked, int status, std::string_view location) {
  if (!leads_on(asked, status) || location.empty()) return std::optional<Request>();
  const Url url(curl_url());
  if (curl_url_set(url.get(), CURLUPART_URL, asked.url.c_str(), 0) != CURLUE_OK)
    return wire_error("wire/bad_url", {{"url", asked.url}, {"reason", "it cannot be resolved against"}});
  const auto from = origin(url.get());
  // Portals send raw spaces and GBK bytes in Location; they are encoded as a browser would.
  constexpr unsigned kLenient = CURLU_URLENCODE | CURLU_ALLOW_SPACE | CURLU_NON_SUPPORT_SCHEME;
  const bool resolved = curl_url_set(url.get(), CURLUPART_URL, std::string(location).c_str(), kLenient) == CURLUE_OK &&
                        part(url.get(), CURLUPART_USER).empty();
  if (!resolved || origin(url.get()) != from)
    return wire_error(
        "wire/redirect_elsewhere",
        {{"from", to_string(from)}, {"to", resolved ? to_string(origin(url.get())) : std::string(location)}});
  curl_url_set(url.get(), CURLUPART_FRAGMENT, nullptr, 0);
  auto hop = asked;
  hop.url = part(url.get(), CURLUPART_URL);
  if (!is_safe(hop.method)) {
    hop.method = "GET";
    hop.body.clear();
    std::erase_if(hop.headers, [](const Header& h) { return lower(h.name) == "content-type"; });
  }
  return std::optional<Request>(std::move(hop));
}

}  // namespace calloff::transport::http
