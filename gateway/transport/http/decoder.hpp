// Undoes Content-Encoding while an answer comes. Ours, because libcurl takes a compressed stream that stops in the
// middle for a whole one when Content-Length agrees. Threading: one answer, one decoder.
#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace calloff::transport::http {

/// What we say we understand.
constexpr const char* kAcceptEncoding = "gzip";

class Decoder {
 public:
  enum class Step { ok, too_large, broken };

  Decoder();
  ~Decoder();
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  /// content_encoding: the header's value; empty or identity: bytes pass as they are.
  /// returns: false for an encoding that was not asked for
  bool begin(std::string_view content_encoding);
  /// Appends what `bytes` stand for to `out`, up to `limit` bytes in all.
  Step feed(std::string_view bytes, std::string& out, std::size_t limit);
  /// Has everything come that the encoding promises? An empty body has.
  bool is_whole() const;

 private:
  struct Inflater;
  std::unique_ptr<Inflater> inflater_;
};

}  // namespace calloff::transport::http
