// One letter is one blocking call of libcurl on one of the mailer's own threads: letters are few, and a server that is
// slow holds up no other.
#include <curl/curl.h>

#include <atomic>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstring>
#include <exception>
#include <memory>
#include <mutex>
#include <new>
#include <set>
#include <stdexcept>

#include "base/number.hpp"
#include "base/text.hpp"
#include "transport/http/curl.hpp"
#include "transport/mail.hpp"
#include "transport/record/wire_error.hpp"

namespace calloff::transport::mail {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kLettersAtOnce = 4;

/// A letter on its way, shared by who waits and the thread that sends.
struct Job {
  Letter letter;
  std::atomic<bool> is_given_up = false;
  std::size_t sent = 0;
  std::string asked;        ///< the address that the server was asked to take it for last; empty once it has answered
  int last_status = 0;      ///< of the server's last answer; 0: it has said nothing
  bool is_leaving = false;  ///< what the server says to that says nothing of the letter
  Delivery delivery;
  Result<Delivery> result = Delivery{};
  std::exception_ptr broken;  ///< a defect of ours, for whoever asked
};

template <class T>
void set(CURL* easy, CURLoption option, T value) {
  const auto rc = curl_easy_setopt(easy, option, value);
  if (rc == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
  if (rc != CURLE_OK) throw std::logic_error(std::string("libcurl refuses an option: ") + curl_easy_strerror(rc));
}

std::size_t give_text(char* into, std::size_t size, std::size_t count, void* of) {
  auto& job = *static_cast<Job*>(of);
  const auto part = std::string_view(job.letter.text).substr(job.sent, size * count);
  std::memcpy(into, part.data(), part.size());
  job.sent += part.size();
  return part.size();
}

/// `250` of the last line of an answer, 0 for any other line.
int status_in(std::string_view line) {
  const auto is_last = line.size() >= 3 && (line.size() == 3 || line[3] != '-');
  return is_last ? whole_number<int>(line.substr(0, 3)).value_or(0) : 0;
}

/// Who was refused: libcurl itself only tells that somebody was taken.
int listen(CURL*, curl_infotype kind, char* bytes, std::size_t size, void* of) {
  auto& job = *static_cast<Job*>(of);
  const auto line = trim(std::string_view(bytes, size));
  if (kind == CURLINFO_HEADER_OUT) {
    job.is_leaving = line == "QUIT";
    constexpr std::string_view kAsk = "RCPT TO:<";
    job.asked = line.starts_with(kAsk) ? line.substr(kAsk.size(), line.find('>') - kAsk.size()) : "";
  }
  if (kind != CURLINFO_HEADER_IN || job.is_leaving) return 0;
  const auto status = status_in(line);
  if (status == 0) return 0;
  job.last_status = status;
  if (status >= 400 && !job.asked.empty()) {
    job.delivery.refused.push_back(job.asked);
    job.delivery.reason = line;
  }
  job.asked.clear();
  return 0;
}

int look_up(void* of, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Job*>(of)->is_given_up ? 1 : 0;
}

std::string url_of(const Letter& letter) {
  return (letter.security == LetterSecurity::tls ? "smtps://" : "smtp://") + letter.server;
}

void set_security(CURL* easy, const Letter& letter) {
  set(easy, CURLOPT_USE_SSL, long(letter.security == LetterSecurity::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  set(easy, CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
  if (letter.ca_file.empty()) return;
  set(easy, CURLOPT_CAINFO, letter.ca_file.c_str());
  set(easy, CURLOPT_CAPATH, static_cast<const char*>(nullptr));  // replaces the system's, does not add to it
}

void set_options(CURL* easy, Job& job, curl_slist* recipients, const std::string& sender, char* reason) {
  const auto& letter = job.letter;
  set(easy, CURLOPT_URL, url_of(letter).c_str());
  set(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(easy, CURLOPT_PROXY, "");  // none from the environment
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(letter.limit.count()));
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(letter.limit.count()));
  if (!letter.user.empty()) {
    set(easy, CURLOPT_USERNAME, letter.user.c_str());
    set(easy, CURLOPT_PASSWORD, letter.password.c_str());
  }
  set(easy, CURLOPT_MAIL_FROM, sender.c_str());
  set(easy, CURLOPT_MAIL_RCPT, recipients);
  set(easy, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
  set(easy, CURLOPT_DEBUGFUNCTION, &listen);
  set(easy, CURLOPT_DEBUGDATA, static_cast<void*>(&job));
  set(easy, CURLOPT_VERBOSE, 1L);
  set(easy, CURLOPT_UPLOAD, 1L);
  set(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(letter.text.size()));
  set(easy, CURLOPT_READFUNCTION, &give_text);
  set(easy, CURLOPT_READDATA, static_cast<void*>(&job));
  set(easy, CURLOPT_ERRORBUFFER, reason);
  set(easy, CURLOPT_XFERINFOFUNCTION, &look_up);
  set(easy, CURLOPT_XFERINFODATA, static_cast<void*>(&job));
  set(easy, CURLOPT_NOPROGRESS, 0L);
  set_security(easy, letter);
}

/// last_status: of the server's last answer. libcurl calls by the same name what a server refuses and what broke off.
const char* code_of(CURLcode result, int last_status) {
  switch (result) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
      return "mail/unreachable";
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CIPHER:
      return "mail/tls";
    case CURLE_LOGIN_DENIED:
      return "mail/sign_in";
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE:
      return "mail/cut_off";
    case CURLE_SEND_ERROR:
    case CURLE_WEIRD_SERVER_REPLY:
      return last_status >= 400 ? "mail/refused" : "mail/cut_off";
    default:
      return "mail/refused";
  }
}

std::string without(std::string text, const std::string& secret) {
  return secret.empty() ? text : replace_all(std::move(text), secret, "***");
}

Result<Delivery> outcome(const Job& job, CURLcode result, std::string reason) {
  const auto& letter = job.letter;
  if (result == CURLE_OK) return job.delivery;
  if (job.is_given_up) return wire_error("wire/cancelled", {{"host", letter.server}});
  if (reason.empty()) reason = curl_easy_strerror(result);
  reason = without(without(std::move(reason), letter.password), letter.user);
  if (result == CURLE_SSL_CACERT_BADFILE)
    return wire_error("wire/ca_unreadable", {{"file", letter.ca_file}, {"reason", reason}});
  if (result == CURLE_OPERATION_TIMEDOUT)
    return Error(Recovery::retry, "mail/timed_out",
                 {{"server", letter.server}, {"limit_ms", std::to_string(letter.limit.count())}});
  return Error(Recovery::retry, code_of(result, job.last_status), {{"server", letter.server}, {"reason", reason}});
}

Result<Delivery> deliver(Job& job) {
  const http::Easy easy(curl_easy_init());
  if (!easy) throw std::bad_alloc();
  http::List recipients;
  for (const auto& address : job.letter.to) {
    auto* longer = curl_slist_append(recipients.get(), ("<" + address + ">").c_str());
    if (!longer) throw std::bad_alloc();
    static_cast<void>(recipients.release());
    recipients.reset(longer);
  }
  char reason[CURL_ERROR_SIZE] = {};
  const auto sender = "<" + job.letter.from + ">";
  set_options(easy.get(), job, recipients.get(), sender, reason);
  const auto result = job.is_given_up ? CURLE_ABORTED_BY_CALLBACK : curl_easy_perform(easy.get());
  return outcome(job, result, reason);
}

class CurlMailer final : public Mailer {
 public:
  ~CurlMailer() override {
    {
      const std::lock_guard lock(mutex_);
      for (auto* job : on_their_way_) job->is_given_up = true;
    }
    pool_.join();
  }

  asio::awaitable<Result<Delivery>> send(Letter letter) override {
    const auto job = std::make_shared<Job>();
    job->letter = std::move(letter);
    auto begin = [this, job](auto handler) { start(job, std::move(handler)); };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(std::move(begin), asio::use_awaitable);
    if (job->broken) std::rethrow_exception(job->broken);
    co_return job->result;
  }

 private:
  /// Sends on one of the threads; `handler` is resumed on its own executor when that has ended.
  template <class Handler>
  void start(const std::shared_ptr<Job>& job, Handler handler) {
    auto slot = asio::get_associated_cancellation_slot(handler);
    auto executor = asio::prefer(asio::get_associated_executor(handler), asio::execution::outstanding_work.tracked);
    if (slot.is_connected()) slot.assign([job](asio::cancellation_type) { job->is_given_up = true; });
    auto held = std::make_shared<Handler>(std::move(handler));
    asio::post(pool_, [this, job, held = std::move(held), slot, executor = std::move(executor)]() mutable {
      carry_out(*job);
      asio::post(executor, [held = std::move(held), slot]() mutable {
        if (slot.is_connected()) slot.clear();
        auto moved = std::move(*held);
        held.reset();
        std::move(moved)();
      });
    });
  }

  void carry_out(Job& job) {
    const OnItsWay entry(*this, job);
    try {
      job.result = deliver(job);
    } catch (const std::exception&) {  // nobody on this thread could do anything about it
      job.broken = std::current_exception();
    }
  }

  /// A job that the mailer's end gives up.
  class OnItsWay {
   public:
    OnItsWay(CurlMailer& mailer, Job& job) : mailer_(mailer), job_(job) {
      const std::lock_guard lock(mailer_.mutex_);
      mailer_.on_their_way_.insert(&job_);
    }
    OnItsWay(const OnItsWay&) = delete;
    ~OnItsWay() {
      const std::lock_guard lock(mailer_.mutex_);
      mailer_.on_their_way_.erase(&job_);
    }

   private:
    CurlMailer& mailer_;
    Job& job_;
  };

  std::mutex mutex_;
  std::set<Job*> on_their_way_;
  asio::thread_pool pool_{kLettersAtOnce};
};

}  // namespace
}  // namespace calloff::transport::mail

extern "C" [[gnu::visibility("default")]] calloff::transport::Mailer* calloff_create_mailer() {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);  // counted; never undone
  return ready == CURLE_OK ? new calloff::transport::mail::CurlMailer : nullptr;
}
