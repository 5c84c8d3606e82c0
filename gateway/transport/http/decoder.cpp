#include "transport/http/decoder.hpp"

#include <zlib.h>

#include <new>

#include "base/text.hpp"

namespace calloff::transport::http {

struct Decoder::Inflater {
  Inflater() {
    constexpr int kGzipOnly = 15 + 16;
    if (inflateInit2(&stream, kGzipOnly) != Z_OK) throw std::bad_alloc();
  }
  ~Inflater() { inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  z_stream stream{};
  bool is_between_members = true;  // nothing came yet, or a member ended with its checksum right
  bool is_over = false;            // what follows a whole member and is no member is padding, as browsers see it
};

Decoder::Decoder() = default;
Decoder::~Decoder() = default;

bool Decoder::begin(std::string_view content_encoding) {
  const auto name = lower(trim(content_encoding));
  inflater_.reset();
  if (name == "gzip" || name == "x-gzip") inflater_ = std::make_unique<Inflater>();
  return inflater_ || name.empty() || name == "identity";
}

Decoder::Step Decoder::feed(std::string_view bytes, std::string& out, std::size_t limit) {
  const auto append = [&](std::string_view decoded) {
    const auto room = limit - out.size();
    out.append(decoded.substr(0, room));
    return decoded.size() <= room;
  };
  if (!inflater_) return append(bytes) ? Step::ok : Step::too_large;

  char piece[32 * 1024];
  auto& [stream, is_between_members, is_over] = *inflater_;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  bool may_hold_more = false;  // the last call filled `piece`
  while ((stream.avail_in > 0 || may_hold_more) && !is_over) {
    if (is_between_members && stream.total_in > 0) {
      is_over = *stream.next_in != 0x1f;
      if (is_over) break;
      inflateReset(&stream);
    }
    is_between_members = false;
    stream.next_out = reinterpret_cast<Bytef*>(piece);
    stream.avail_out = sizeof piece;
    const int rc = inflate(&stream, Z_NO_FLUSH);
    if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR) return Step::broken;
    if (!append({piece, sizeof piece - stream.avail_out})) return Step::too_large;
    is_between_members = rc == Z_STREAM_END;
    may_hold_more = stream.avail_out == 0 && !is_between_members;
  }
  return Step::ok;
}

bool Decoder::is_whole() const { return !inflater_ || inflater_->is_between_members; }

}  // namespace calloff::transport::http
