// One request on its way through a portal: what was asked, when, at which step, and what is to go wrong.
#pragma once
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "simulator/form.hpp"
#include "simulator/http_types.hpp"
#include "simulator/sign_in.hpp"

namespace calloff::simulator {

/// What a request is, to a fault's owner. `login` and `query` are the requests that carry the form, not its empty page.
enum class Step {
  login_page,
  login,
  home,
  logout,
  notice,  // both portals
  list,
  detail,
  file,
  accept,  // eSchedule, pick-up sheets
  weekly_list,
  weekly_detail,
  weekly_file,  // eSchedule, weekly releases
  query_form,
  query,
  lines,  // OMX orders
  init,
  save,
  submit,
  cancel,  // OMX ASN
  asn_query_form,
  asn_query,
  asn_view,  // OMX ASN list
  order_file,
  label,    // OMX downloads
  connect,  // a TLS handshake: no site yet
  other
};

struct StepName {
  Step step;
  std::string_view name;
};

inline constexpr std::array kStepNames{StepName{Step::login_page, "login_page"},
                                       StepName{Step::login, "login"},
                                       StepName{Step::home, "home"},
                                       StepName{Step::logout, "logout"},
                                       StepName{Step::notice, "notice"},
                                       StepName{Step::list, "list"},
                                       StepName{Step::detail, "detail"},
                                       StepName{Step::file, "file"},
                                       StepName{Step::accept, "accept"},
                                       StepName{Step::weekly_list, "weekly_list"},
                                       StepName{Step::weekly_detail, "weekly_detail"},
                                       StepName{Step::weekly_file, "weekly_file"},
                                       StepName{Step::query_form, "query_form"},
                                       StepName{Step::query, "query"},
                                       StepName{Step::lines, "lines"},
                                       StepName{Step::init, "init"},
                                       StepName{Step::save, "save"},
                                       StepName{Step::submit, "submit"},
                                       StepName{Step::cancel, "cancel"},
                                       StepName{Step::asn_query_form, "asn_query_form"},
                                       StepName{Step::asn_query, "asn_query"},
                                       StepName{Step::asn_view, "asn_view"},
                                       StepName{Step::order_file, "order_file"},
                                       StepName{Step::label, "label"},
                                       StepName{Step::connect, "connect"},
                                       StepName{Step::other, "other"}};

std::string_view step_name(Step step);
std::optional<Step> step_named(std::string_view name);

enum class ColumnEdit { none, drop, rename, insert };
enum class EmptyList { no, with_text, without_text };

enum class SessionLoss { none, expired, kicked_out, node_swapped };

/// Values written in other ways than the site's own.
struct OddSpelling {
  bool numbers = false;  ///< `1,200`, full-width digits and the like; blanks as `-`; one negative as `(24)`
  bool dates = false;    ///< other orders, without year; midnight as 24:00 of the day before
  bool lost_zeros = false, spaced_parts = false;  ///< of part numbers
};

/// A list that does not page, or is not as wide, as it should.
struct OddList {
  bool repeats_row = false, moves_row = false, one_page_more = false, other_width = false;
};

/// What a plant publishes otherwise than it should. The books stay as they are.
struct Publication {
  bool late = false, two_batches = false, withdrawn = false, new_content = false, silent_revision = false;
  bool yesterday = false, half = false, wrong_plant = false;
  bool operator==(const Publication&) const = default;
};

/// What the bytes of a file for download are. usual: HTML, as the portals write them.
enum class FileShape { usual, html, mhtml, tab_text, xml_2003, biff8, xlsx, login_page };

/// How a TLS connection begins.
enum class Handshake { good, expired, old_protocol };

/// What a portal does differently for this one request, because a fault says so.
struct Quirks {
  SignIn sign_in = SignIn::ok;  ///< how a log-in ends whatever the password; not counted. ok: as the password is
  int password_days = 0;        ///< a log-in is told that its password expires in so many days; 0: no
  bool notice = false;          ///< a log-in finds a notice before every page
  SessionLoss session = SessionLoss::none;  ///< the session is lost before the request
  bool renew_cookie = false;                ///< the session goes on under a new cookie
  bool stale_token = false;                 ///< the form's token counts as used up
  ColumnEdit column = ColumnEdit::none;     ///< done to the one column of the page's table that nobody can do without
  EmptyList empty = EmptyList::no;
  bool nests_table = false;  ///< a table inside a cell, and a total row below the rows
  bool wrong_total = false;  ///< the total row is not the sum
  OddSpelling spelling{};
  OddList list{};
  Publication publication{};
  FileShape file = FileShape::usual;
  Handshake handshake = Handshake::good;
  bool any_token = false;                 ///< a used token is as good as a new one, and so is a second submit
  bool keeps_draft = false;               ///< a submit is answered with success, and nothing is submitted
  bool refuses_quantity = false;          ///< a save or submit asks for too much, whatever it asks for
  bool closes_line = false;               ///< the first line of the order is closed by a receipt before the request
  std::chrono::milliseconds hide_asn{0};  ///< how long a submitted ASN stays out of the query
};

struct Call {
  const Request& request;
  std::string path;
  Form form;
  Instant now;
  Step step = Step::other;
  Quirks quirks{};
};

/// A simulated portal: one site root with its pages, sessions and world.
class Portal {
 public:
  virtual ~Portal() = default;
  virtual Charset charset() const { return Charset::gbk; }
  virtual Step step_of(const Call& call) const = 0;
  virtual Response handle(const Call& call) = 0;
  /// The log-in page with a captcha in it, whatever was asked.
  virtual Response captcha_page(const Call& call) = 0;
};

}  // namespace calloff::simulator
