#include "formats/container/library/message.hpp"

#include <gmime/gmime.h>

#include <algorithm>

#include "base/text.hpp"

namespace calloff::formats {
namespace {

constexpr std::size_t kMostNested = 16;  // multiparts; the parser goes into them by recursion

Error bad_message(std::string reason) {
  return {Recovery::quarantine, "decode/bad_message", {{"reason", std::move(reason)}}};
}

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
template <class T>
using Held = std::unique_ptr<T, Unref>;

std::string text_or_empty(const char* text) { return text ? text : ""; }

MessagePart::Encoding encoding_of(GMimePart* part) {
  switch (g_mime_part_get_content_encoding(part)) {
    case GMIME_CONTENT_ENCODING_BASE64:
      return MessagePart::Encoding::base64;
    case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE:
      return MessagePart::Encoding::quoted_printable;
    default:
      return MessagePart::Encoding::none;
  }
}

/// Walks the leaves in order.
class Parts {
 public:
  Parts(std::size_t size, std::size_t limit) : size_(size), limit_(limit) {}

  Result<void> add(GMimeObject* object, std::size_t depth) {
    if (depth > kMostNested)
      return Error{Recovery::quarantine, "decode/too_deep", {{"limit", std::to_string(kMostNested)}}};
    if (GMIME_IS_MULTIPART(object)) {
      auto* multipart = GMIME_MULTIPART(object);
      for (int i = 0; i < g_mime_multipart_get_count(multipart); ++i)
        if (auto added = add(g_mime_multipart_get_part(multipart, i), depth + 1); !added) return added;
      return {};
    }
    if (!GMIME_IS_PART(object)) return {};
    if (found_.size() == limit_)
      return Error{Recovery::quarantine, "decode/too_large", {{"what", "parts"}, {"limit", std::to_string(limit_)}}};
    found_.push_back(read(GMIME_PART(object)));
    return {};
  }

  std::vector<MessagePart> take() { return std::move(found_); }

 private:
  MessagePart read(GMimePart* object) const {
    MessagePart part;
    part.encoding = encoding_of(object);
    part.location = text_or_empty(g_mime_part_get_content_location(object));
    if (auto* type = g_mime_object_get_content_type(GMIME_OBJECT(object))) {
      part.content_type = text_or_empty(g_mime_content_type_get_media_type(type)) + "/" +
                          text_or_empty(g_mime_content_type_get_media_subtype(type));
      std::ranges::transform(part.content_type, part.content_type.begin(), [](char c) { return g_ascii_tolower(c); });
      part.charset = text_or_empty(g_mime_content_type_get_parameter(type, "charset"));
    }
    auto* content = g_mime_part_get_content(object);
    auto* stream = content ? g_mime_data_wrapper_get_stream(content) : nullptr;
    if (!stream) return part;
    // The parser does not copy: a part's stream is a range of the message's.
    const auto begin = std::clamp<gint64>(stream->bound_start, 0, gint64(size_));
    const auto end =
        stream->bound_end < 0 ? gint64(size_) : std::clamp<gint64>(stream->bound_end, begin, gint64(size_));
    part.offset = std::uint64_t(begin);
    part.length = std::uint64_t(end - begin);
    return part;
  }

  std::size_t size_, limit_;
  std::vector<MessagePart> found_;
};

std::size_t count_boundaries(std::string_view bytes) {
  std::size_t count = 0;
  const auto plain = lower(bytes);
  for (auto at = plain.find("boundary="); at != plain.npos; at = plain.find("boundary=", at + 1)) ++count;
  return count;
}

}  // namespace

Result<std::vector<MessagePart>> read_message(std::string_view bytes, const TableLimits& limits) {
  static const bool kReady = (g_mime_init(), true);
  if (!kReady) return bad_message("GMime could not be started");
  if (count_boundaries(bytes) > kMostNested)
    return Error{Recovery::quarantine, "decode/too_deep", {{"limit", std::to_string(kMostNested)}}};
  const Held<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
  const Held<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  g_mime_parser_set_persist_stream(parser.get(), TRUE);
  const Held<GMimeObject> root(g_mime_parser_construct_part(parser.get(), nullptr));
  if (!root) return bad_message("its headers do not end");
  Parts parts(bytes.size(), limits.max_entries);
  if (auto added = parts.add(root.get(), 0); !added) return added.error();
  return parts.take();
}

}  // namespace calloff::formats
