#include "transport/http/goodbye.hpp"

#include <openssl/ssl.h>

namespace calloff::transport::http {
namespace {

// Kept with the connection, which outlives the transfer: a later transfer on it follows the same note.
using Note = std::shared_ptr<bool>;

void free_note(void*, void* note, CRYPTO_EX_DATA*, int, long, void*) { delete static_cast<Note*>(note); }

int note_index() {
  static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, &free_note);
  return index;
}

void on_alert(const SSL* ssl, int where, int alert) {
  constexpr int kDescription = 0xff;  // of an alert; its upper byte is the level
  if (where != SSL_CB_READ_ALERT || (alert & kDescription) != SSL_AD_CLOSE_NOTIFY) return;
  if (const auto* note = static_cast<Note*>(SSL_get_ex_data(ssl, note_index()))) **note = true;
}

}  // namespace

std::shared_ptr<const bool> watch_goodbye(CURL* easy) {
  curl_tlssessioninfo* info = nullptr;
  if (curl_easy_getinfo(easy, CURLINFO_TLS_SSL_PTR, &info) != CURLE_OK || !info || !info->internals) return nullptr;
  auto* ssl = static_cast<SSL*>(info->internals);
  if (const auto* note = static_cast<Note*>(SSL_get_ex_data(ssl, note_index()))) return *note;
  auto note = std::make_unique<Note>(std::make_shared<bool>(false));
  const std::shared_ptr<const bool> shared = *note;
  SSL_set_info_callback(ssl, &on_alert);
  if (SSL_set_ex_data(ssl, note_index(), note.get()) == 1) static_cast<void>(note.release());
  return shared;
}

}  // namespace calloff::transport::http
