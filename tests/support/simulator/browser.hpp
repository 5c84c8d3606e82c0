// A browser without a screen: keeps cookies, sends forms in GBK, reads pages as UTF-8. Talks to Portals::handle
// directly.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulator/portals.hpp"

namespace calloff::simulator::test {

/// 2026-03-10, a Tuesday, 14:00 in Shanghai: the sheets for Wednesday are out.
inline const Instant kTuesdayAfternoon = china_instant(std::chrono::year(2026) / 3 / 10, std::chrono::hours(14));

class Browser {
 public:
  Browser(Portals& portals, Instant at) : portals_(portals), now_(at) {}

  Instant now() const { return now_; }
  void wait(std::chrono::milliseconds time) { now_ += time; }

  Response get(std::string target) { return send({"GET", std::move(target), {}, {}}); }
  Response post(std::string target, const Fields& form);

  /// The page's text after a GET or POST.
  std::string read(std::string target);
  std::string submit(std::string target, const Fields& form);

  void sign_in(const std::string& site);  ///< of eSchedule
  void sign_in_jq() { sign_in("JQ"); }
  void sign_in_omx();

  /// One cookie by path and name, such as {"/", "SRV"}; empty if there is none.
  std::string cookie(const std::string& path, const std::string& name) const;
  void set_cookie(const std::string& path, const std::string& name, std::string value);

 private:
  Response send(Request request);
  std::map<std::pair<std::string, std::string>, std::string> cookies_;  // by path and name
  Portals& portals_;
  Instant now_;
};

/// The answer's body in UTF-8, read as its Content-Type says.
std::string text_of(const Response& response);

/// The value of the first field of that name in a form; empty if there is none.
std::string form_value(const std::string& page, std::string_view name);
/// Every value of that name.
std::vector<std::string> form_values(const std::string& page, std::string_view name);

/// The texts of the cells of a table, row by row, tags removed. marker: text in the table's start tag, e.g.
/// `id="asnListTab"`
std::vector<std::vector<std::string>> table_of(const std::string& page, std::string_view marker);

/// What the page says in its element `result`.
std::string result_of(const std::string& page);

bool contains(std::string_view text, std::string_view part);

}  // namespace calloff::simulator::test
