// What an adapter is: it moves documents between one account and the archive, and never computes or compares a
// quantity or a date. Threading: an adapter is never called in parallel; all calls run on the I/O executor.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "adapter_api/run.hpp"
#include "base/dates.hpp"
#include "base/task.hpp"

namespace calloff::adapter_api {

/// When an entry whose document we already hold is fetched again.
enum class Refetch {
  on_mark,     ///< its mark changed
  while_open,  ///< once in a while (the feed's `recheck`), as long as the entry says it is open; else on_mark
  every        ///< always
};

/// One row of a customer's list.
/// id: stable over time; mark: changes when the document may have changed; locator: how the adapter finds it again
struct Entry {
  std::string id, mark, locator;
  Refetch refetch = Refetch::on_mark;
  bool is_open = false;
};

/// Bytes exactly as served.
struct Part {
  std::string name, content_type, bytes;
};

struct FetchedDocument {
  Entry entry;
  std::vector<Part> parts;
};

/// The whole list, or an error. An empty one carries its proof: the part with the customer's own words.
struct Listing {
  std::vector<Entry> entries;
  std::vector<Part> evidence;  ///< the list pages as served
  bool is_proven_empty = false;
};

/// Dates the caller is interested in, inclusive; the adapter may give more.
struct DateWindow {
  LocalDate from, to;
};

/// What became of a document here. committed: its records are kept; told after archived, at every poll that fetched it
enum class Disposition { archived, quarantined, committed };

enum class SubmissionKind { create, replace, cancel, accept, confirm };

/// What is to be told to the customer. bytes are frozen before the first attempt and the same in every attempt.
/// key: our shipment id. media_type: form payloads are application/x-www-form-urlencoded, UTF-8.
struct Submission {
  SubmissionKind kind = SubmissionKind::create;
  std::string feed, key, media_type, bytes, refers_to;
};

/// Shipped quantities as the customer shows them, by `order_no/line_no`.
using Standing = std::map<std::string, std::string>;

/// A submission with what read-only requests learned for it (tokens, line ids), opaque to the core.
/// shipped: of the lines it is about, before it is sent; empty where the customer does not show it
struct Prepared {
  Submission submission;
  std::map<std::string, std::string> learned;
  Standing shipped;
  std::vector<Part> evidence;
};

/// The customer took it: its answer was parsed and names our key or gave this id.
struct Sent {
  std::string remote_id;
  std::vector<Part> evidence;
};
/// The customer said no, in known words, and nothing was created.
struct Refused {
  Error error;
  std::vector<Part> evidence;
};
/// Proven: no byte left this machine.
struct NotSent {
  Error error;
};
/// Everything else.
struct Unknown {
  Error error;
  std::vector<Part> evidence;
};
using Outcome = std::variant<Sent, Refused, NotSent, Unknown>;

/// An earlier submission of ours that the customer is known to hold: the positive control of a look-up.
struct Known {
  std::string key, remote_id;
};

struct SeenLine {
  std::map<std::string, std::string> fields;  ///< as the customer shows them, by our field names
};

/// One match in the customer's own list.
struct Seen {
  std::string remote_id, key, state;
  std::map<std::string, std::string> fields;
  std::vector<SeenLine> lines;
};

/// complete: all pages were read and understood. shipped: of the submission's lines. controls_seen: keys of the given
/// controls found in the same answer.
struct Sighting {
  std::vector<Seen> matches;
  bool complete = false;
  std::vector<std::string> controls_seen;
  Standing shipped;  ///< now
  std::vector<Part> evidence;
};

class Adapter {
 public:
  virtual ~Adapter() = default;
  /// Signs in; the core keeps the session through a poll window.
  virtual Task<void> open(Run& run) = 0;
  /// The whole list or an error; changes nothing at the customer that the list itself does not change.
  virtual Task<Listing> list(Run& run, std::string feed, DateWindow window) = 0;
  virtual Task<FetchedDocument> fetch(Run& run, std::string feed, Entry entry) = 0;
  /// After the archive is durable; idempotent. Writes are allowed for `committed` alone, and only to an adapter whose
  /// kinds name `accept`; such a call is never repeated by the core.
  virtual Task<void> settle(Run& run, std::string feed, Entry entry, Disposition disposition);
  /// Read-only requests, before SENDING is written.
  virtual Task<Prepared> prepare(Run& run, Submission submission);
  /// From its first request everything is Unknown unless proven.
  virtual boost::asio::awaitable<Outcome> submit(Run& run, Prepared prepared);
  /// Every match with its state and fields; the core judges.
  virtual Task<Sighting> look_up(Run& run, Submission submission, std::vector<Known> controls);
  /// Signs out; runs with its own deadline, also after a failed open.
  virtual Task<void> close(Run& run) = 0;
};

}  // namespace calloff::adapter_api
