#include "simulator/form.hpp"

#include "base/text.hpp"

namespace calloff::simulator {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

Form Form::of(const Request& request, Charset charset) {
  Form form;
  const auto question = request.target.find('?');
  if (question != std::string::npos) form.add(std::string_view(request.target).substr(question + 1), charset);
  if (request.method == "POST") form.add(request.body, charset);
  return form;
}

void Form::add(std::string_view encoded, Charset charset) {
  for (const auto pair : split(encoded, '&')) {
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    const auto name = pair.substr(0, equals);
    const auto value = equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
    fields_.emplace_back(from_site(charset, percent_decoded(name)), from_site(charset, percent_decoded(value)));
  }
}

std::string Form::get(std::string_view name) const {
  for (const auto& [key, value] : fields_) {
    if (key == name) return std::string(trim(value));
  }
  return {};
}

bool Form::has(std::string_view name) const {
  for (const auto& [key, value] : fields_) {
    if (key == name) return true;
  }
  return false;
}

std::vector<std::string> Form::all(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : fields_) {
    if (key == name) values.emplace_back(trim(value));
  }
  return values;
}

std::string path_of(const Request& request) { return request.target.substr(0, request.target.find_first_of("?;")); }

std::string cookie_of(const Request& request, std::string_view name) {
  for (const auto& [key, value] : request.headers) {
    if (lower(key) != "cookie") continue;
    for (const auto pair : split(value, ';')) {
      const auto cookie = trim(pair);
      const auto equals = cookie.find('=');
      if (equals != std::string_view::npos && cookie.substr(0, equals) == name)
        return std::string(cookie.substr(equals + 1));
    }
  }
  return {};
}

}  // namespace calloff::simulator
