#include "transport/record/wire_record_json.hpp"

#include <array>
#include <boost/json.hpp>

#include "base/dates.hpp"
#include "base/text.hpp"

namespace calloff::transport {
namespace {

namespace json = boost::json;

constexpr std::array kIntents = {"read", "write", "session"};
constexpr std::array kDepartures = {"nothing", "perhaps"};

std::string bytes_to_text(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  for (const unsigned char byte : bytes) {
    if (byte < 0x80) {
      text += static_cast<char>(byte);
    } else {
      text += static_cast<char>(0xC0 | (byte >> 6));
      text += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return text;
}

// Thrown inside this file only, where Boost.JSON throws as well; parse_wire_record turns both into a value.
struct BadRecord : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::string text_to_bytes(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80) {
      bytes += text[i];
    } else if ((lead == 0xC2 || lead == 0xC3) && i + 1 < text.size()) {
      bytes += static_cast<char>(((lead & 0x03) << 6) | (static_cast<unsigned char>(text[++i]) & 0x3F));
    } else {
      throw BadRecord("a character above U+00FF stands where bytes are kept");
    }
  }
  return bytes;
}

json::array headers_to_json(const std::vector<Header>& headers) {
  json::array out;
  for (const auto& h : headers) out.push_back(json::array({bytes_to_text(h.name), bytes_to_text(h.value)}));
  return out;
}

std::string bytes_at(const json::object& object, std::string_view key) {
  return text_to_bytes(object.at(key).as_string());
}

std::string text_at(const json::object& object, std::string_view key) {
  return std::string(object.at(key).as_string());
}

std::vector<Header> headers_at(const json::object& object, std::string_view key) {
  std::vector<Header> headers;
  for (const auto& pair : object.at(key).as_array())
    headers.push_back(
        {text_to_bytes(pair.as_array().at(0).as_string()), text_to_bytes(pair.as_array().at(1).as_string())});
  return headers;
}

template <class Enum, std::size_t N>
Enum enum_at(const json::object& object, std::string_view key, const std::array<const char*, N>& names) {
  const auto text = text_at(object, key);
  for (std::size_t i = 0; i < N; ++i)
    if (text == names[i]) return static_cast<Enum>(i);
  throw BadRecord(std::string(key) + " is '" + text + "'");
}

json::object request_to_json(const Request& request) {
  return {{"method", request.method},
          {"url", bytes_to_text(request.url)},
          {"headers", headers_to_json(request.headers)},
          {"body", bytes_to_text(request.body)},
          {"intent", kIntents.at(static_cast<std::size_t>(request.intent))}};
}

Request request_from_json(const json::object& object, std::string step) {
  Request request(text_at(object, "method"), bytes_at(object, "url"), std::move(step));
  request.headers = headers_at(object, "headers");
  request.body = bytes_at(object, "body");
  request.intent = enum_at<Intent>(object, "intent", kIntents);
  return request;
}

WireRecord record_from_json(const json::object& object) {
  WireRecord record;
  record.account = text_at(object, "account");
  record.step = text_at(object, "step");
  const auto started = parse_instant(text_at(object, "started"));
  if (!started) throw BadRecord("started is no instant");
  record.started = *started;
  record.took = std::chrono::milliseconds(object.at("took_ms").to_number<std::int64_t>());
  record.request = request_from_json(object.at("request").as_object(), record.step);
  record.status = object.at("status").to_number<int>();
  record.headers = headers_at(object, "headers");
  record.body = bytes_at(object, "body");
  record.url = bytes_at(object, "url");
  record.departure = enum_at<Departure>(object, "departure", kDepartures);
  record.error_code = text_at(object, "error_code");
  return record;
}

Error unreadable(std::string reason) {
  return Error(Recovery::quarantine, "wire/record_unreadable", {{"reason", std::move(reason)}});
}

}  // namespace

std::string to_json_line(const WireRecord& record) {
  const json::object object = {{"account", record.account},
                               {"step", record.step},
                               {"started", to_string(record.started)},
                               {"took_ms", record.took.count()},
                               {"request", request_to_json(record.request)},
                               {"status", record.status},
                               {"headers", headers_to_json(record.headers)},
                               {"body", bytes_to_text(record.body)},
                               {"url", bytes_to_text(record.url)},
                               {"departure", kDepartures.at(static_cast<std::size_t>(record.departure))},
                               {"error_code", record.error_code}};
  return json::serialize(object);
}

Result<WireRecord> parse_wire_record(std::string_view line) {
  try {
    return record_from_json(json::parse({line.data(), line.size()}).as_object());
  } catch (const BadRecord& e) {
    return unreadable(e.what());
  } catch (const boost::system::system_error& e) {  // not JSON, or a number out of its range
    return unreadable(e.code().message());
  } catch (const std::logic_error& e) {  // a key that is missing or of another kind
    return unreadable(e.what());
  }
}

Result<std::vector<WireRecord>> parse_wire_records(std::string_view text) {
  std::vector<WireRecord> records;
  std::size_t number = 0;
  for (const auto line : split(text, '\n')) {
    ++number;
    if (trim(line).empty()) continue;
    auto record = parse_wire_record(line);
    if (!record) {
      auto error = record.error();
      error.where.position = "line " + std::to_string(number);
      return error;
    }
    records.push_back(std::move(*record));
  }
  return records;
}

}  // namespace calloff::transport
