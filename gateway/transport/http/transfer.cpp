#include "transport/http/transfer.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "transport/http/goodbye.hpp"

namespace calloff::transport::http {

Transfer::Transfer(Order order, const Clock& clock, std::function<void()> wake)
    : order_(std::move(order)), clock_(clock), wake_(std::move(wake)), easy_(curl_easy_init()) {
  if (!easy_) throw std::bad_alloc();
  progress_at_ = clock_.boot();
  set_options();
}

std::pair<BootTime, Ended> Transfer::deadline() const {
  const auto& limits = order_.limits;
  std::pair<BootTime, Ended> nearest{progress_at_ + limits.connect, Ended::connect};
  if (phase_ == Phase::waiting) nearest = {progress_at_ + limits.first_byte, Ended::first_byte};
  if (phase_ == Phase::receiving) nearest = {progress_at_ + limits.idle, Ended::idle};
  return std::min(nearest, {order_.until, Ended::total}, [](auto& a, auto& b) { return a.first < b.first; });
}

void Transfer::end(Ended how, CURLcode result) {
  if (is_ended()) return;
  received_.ended = how;
  received_.result = result;
  wake_();
}

Received Transfer::take() {
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  received_.status = static_cast<int>(status);
  long connected = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_HTTP_CONNECTCODE, &connected);
  received_.proxy_status = static_cast<int>(connected);
  if (!decoder_.is_whole()) received_.cut = "its compressed stream has no end";
  if (ends_with_connection_ && goodbye_ && !*goodbye_) received_.cut = "the connection ended without close-notify";
  received_.reason = error_text_;
  if (received_.reason.empty() && received_.result != CURLE_OK) received_.reason = curl_easy_strerror(received_.result);
  curl_slist* lines = nullptr;
  curl_easy_getinfo(easy_.get(), CURLINFO_COOKIELIST, &lines);
  const List owner(lines);
  for (; lines; lines = lines->next) received_.cookies.emplace_back(lines->data);
  easy_.reset();
  return std::move(received_);
}

void Transfer::enter(Phase phase) {
  phase_ = phase;
  progress_at_ = clock_.boot();
  wake_();
}

std::size_t Transfer::keep_header(std::string_view line) {
  if (phase_ != Phase::receiving) enter(Phase::receiving);
  header_bytes_ += line.size();
  if (header_bytes_ > kHeaderBytes) {
    end(Ended::headers_too_large);
    return 0;
  }
  if (is_head_complete_) return line.size();  // trailers after a chunked body say nothing that we act on
  const auto text = trim(line);
  const auto colon = line.find(':');
  if (line.starts_with("HTTP/")) {  // an interim answer (1xx) has a block of its own
    received_.headers.clear();
  } else if (text.empty()) {
    end_head();
  } else if ((line.front() == ' ' || line.front() == '\t') && !received_.headers.empty()) {  // obs-fold, RFC 9112, 5.2
    received_.headers.back().value.append(" ").append(text);
  } else if (colon != std::string_view::npos) {
    received_.headers.push_back({std::string(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1)))});
  }
  return line.size();
}

void Transfer::end_head() {
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  is_head_complete_ = status >= 200;
  if (!is_head_complete_) return;
  ends_with_connection_ = status != 204 && status != 304 && order_.request.method != "HEAD";
  for (const auto& header : received_.headers) {
    const auto name = lower(header.name);
    if (name == "content-encoding" && !decoder_.begin(header.value)) end(Ended::bad_encoding);
    if (name == "content-length" || name == "transfer-encoding") ends_with_connection_ = false;
  }
}

std::size_t Transfer::keep_body(std::string_view bytes) {
  const auto step = decoder_.feed(bytes, received_.body, order_.limits.body_bytes);
  if (step == Decoder::Step::ok) return bytes.size();
  end(step == Decoder::Step::too_large ? Ended::body_too_large : Ended::bad_encoding);
  return 0;
}

int Transfer::about_to_send() {
  // libcurl calls this when the connection (TLS included) stands and before it writes the first byte: up to here
  // nothing left the machine. It comes a second time only when libcurl repeats the request by itself.
  if (received_.departed && is_sent_once()) {
    end(Ended::sent_before);
    return CURL_PREREQFUNC_ABORT;
  }
  received_.departed = true;
  goodbye_ = watch_goodbye(easy_.get());
  enter(Phase::waiting);
  return CURL_PREREQFUNC_OK;
}

void Transfer::note_progress(curl_off_t down, curl_off_t up) {
  if (down + up == bytes_seen_) return;
  bytes_seen_ = down + up;
  progress_at_ = clock_.boot();
}

std::size_t Transfer::on_header(char* bytes, std::size_t size, std::size_t count, void* self) {
  return static_cast<Transfer*>(self)->keep_header({bytes, size * count});
}

std::size_t Transfer::on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  return static_cast<Transfer*>(self)->keep_body({bytes, size * count});
}

int Transfer::on_send(void* self, char*, char*, int, int) { return static_cast<Transfer*>(self)->about_to_send(); }

int Transfer::on_progress(void* self, curl_off_t, curl_off_t down, curl_off_t, curl_off_t up) {
  static_cast<Transfer*>(self)->note_progress(down, up);
  return 0;
}

}  // namespace calloff::transport::http
