#include "support/simulator/browser.hpp"

#include <fmt/format.h>

#include "simulator/charset.hpp"
#include "simulator/credentials.hpp"

namespace calloff::simulator::test {
namespace {

std::string percent_encoded(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return out;
}

std::string without_tags(std::string_view html) {
  std::string text;
  bool inside = false;
  for (const char c : html) {
    if (c == '<') inside = true;
    if (!inside) text += c;
    if (c == '>') inside = false;
  }
  return text == "&nbsp;" ? "" : text;
}

/// What stands between `from` and `to`, searching from `at`; moves `at` behind it, or to npos.
std::string between(const std::string& page, std::string_view from, std::string_view to, std::size_t& at) {
  const auto start = page.find(from, at);
  const auto end = start == std::string::npos ? start : page.find(to, start + from.size());
  at = end == std::string::npos ? end : end + to.size();
  return end == std::string::npos ? "" : page.substr(start + from.size(), end - start - from.size());
}

}  // namespace

Response Browser::send(Request request) {
  std::string cookies;
  for (const auto& [key, value] : cookies_) {
    const auto& [path, name] = key;
    if (request.target.starts_with(path)) cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
  }
  if (!cookies.empty()) request.headers.emplace_back("Cookie", cookies);
  auto response = portals_.handle(request, now_);
  for (const auto& [header, value] : response.headers) {
    if (header != "Set-Cookie") continue;
    const auto equals = value.find('='), path = value.find("; Path=") + 7;
    set_cookie(value.substr(path, value.find(';', path) - path), value.substr(0, equals),
               value.substr(equals + 1, value.find(';') - equals - 1));
  }
  return response;
}

void Browser::set_cookie(const std::string& path, const std::string& name, std::string value) {
  cookies_[{path, name}] = std::move(value);
}

Response Browser::post(std::string target, const Fields& form) {
  std::string body;
  for (const auto& [name, value] : form) {
    body += (body.empty() ? "" : "&") + percent_encoded(utf8_to_gbk(name)) + "=" + percent_encoded(utf8_to_gbk(value));
  }
  return send({"POST", std::move(target), {{"Content-Type", "application/x-www-form-urlencoded"}}, std::move(body)});
}

std::string Browser::read(std::string target) { return text_of(get(std::move(target))); }

std::string Browser::submit(std::string target, const Fields& form) { return text_of(post(std::move(target), form)); }

std::string Browser::cookie(const std::string& path, const std::string& name) const {
  const auto found = cookies_.find({path, name});
  return found == cookies_.end() ? "" : found->second;
}

void Browser::sign_in(const std::string& site) {
  const auto& account = credentials_of(site);
  get("/" + site + "/DunsLogin.jsp");
  post("/" + site + "/common_/login.do",
       {{"loginId", std::string(account.user)}, {"pwd", std::string(account.password)}, {"method", "dunsLogin"}});
}

void Browser::sign_in_omx() {
  const auto& account = credentials_of("OMX");
  const auto page = read("/omxclient/core/login.jsp");
  post("/omxclient/core/login.do", {{"userId", std::string(account.user)},
                                    {"password", std::string(account.password)},
                                    {"token", form_value(page, "token")}});
}

std::string text_of(const Response& response) {
  const auto type = field(response.headers, "Content-Type");
  return type.ends_with("UTF-8") ? response.body : gbk_to_utf8(response.body);
}

std::vector<std::string> form_values(const std::string& page, std::string_view name) {
  std::vector<std::string> values;
  for (std::size_t at = 0; at != std::string::npos;) {
    auto value = between(page, fmt::format("name=\"{}\" value=\"", name), "\"", at);
    if (at != std::string::npos) values.push_back(std::move(value));
  }
  return values;
}

std::string form_value(const std::string& page, std::string_view name) {
  const auto values = form_values(page, name);
  return values.empty() ? "" : values.front();
}

std::vector<std::vector<std::string>> table_of(const std::string& page, std::string_view marker) {
  std::vector<std::vector<std::string>> rows;
  const auto start = page.find(marker);
  if (start == std::string::npos) return rows;
  const auto table = page.substr(start, page.find("</table>", start) - start);
  for (std::size_t at = 0; at != std::string::npos;) {
    const auto row = between(table, "<tr", "</tr>", at);
    const std::string_view cell = contains(row, "<th>") ? "th" : "td";
    std::vector<std::string> cells;
    for (std::size_t inside = 0; inside != std::string::npos;) {
      const auto html = between(row, fmt::format("<{}", cell), fmt::format("</{}>", cell), inside);
      if (inside != std::string::npos) cells.push_back(without_tags(html.substr(html.find('>') + 1)));
    }
    if (!cells.empty()) rows.push_back(std::move(cells));
  }
  return rows;
}

std::string result_of(const std::string& page) {
  std::size_t at = 0;
  return between(page, "<div id=\"result\" class=\"msg\">", "</div>", at);
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace calloff::simulator::test
