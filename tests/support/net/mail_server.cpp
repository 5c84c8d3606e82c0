#include "support/net/mail_server.hpp"

#include "base/base64.hpp"
#include "base/text.hpp"

namespace calloff::test {
namespace {

/// `<a@b>` of `MAIL FROM:<a@b> SIZE=12`
std::string address_in(const std::string& line) {
  const auto from = line.find('<'), to = line.find('>');
  return from == line.npos || to == line.npos ? "" : line.substr(from + 1, to - from - 1);
}

/// One client's session, command by command.
class Dialogue {
 public:
  /// keep: takes each mail before the client is told that it is taken
  Dialogue(Connection& connection, const MailServerStart& start, bool is_secret, std::function<void(TakenMail)> keep)
      : connection_(connection), start_(start), is_secret_(is_secret), keep_(std::move(keep)) {}

  /// Until the client leaves.
  void run() {
    say("220 mail.test ESMTP");
    while (const auto line = connection_.read_line()) {
      const auto verb = lower(line->substr(0, line->find_first_of(" :")));
      if (verb == "quit") return say("221 bye");
      answer(verb, *line);
    }
  }

 private:
  void say(const std::string& line) { connection_.write(line + "\r\n"); }

  void answer(const std::string& verb, const std::string& line) {
    if (verb == "ehlo") return greet();
    if (verb == "starttls") return secure();
    if (verb == "auth") return sign_in(line);
    if (!start_.user.empty() && mail_.user.empty()) return say("530 authentication required");
    if (verb == "mail") return begin(line);
    if (verb == "rcpt") return add_recipient(line);
    if (verb == "data") return take();
    say("502 not here");
  }

  void greet() {
    connection_.write("250-mail.test\r\n");
    if (start_.tls && !is_secret_) connection_.write("250-STARTTLS\r\n");
    if (!start_.user.empty()) connection_.write("250-AUTH PLAIN\r\n");
    say("250 8BITMIME");
  }

  void secure() {
    say("220 go ahead");
    is_secret_ = connection_.start_tls();
  }

  void sign_in(const std::string& line) {
    auto encoded = line.size() > 11 ? line.substr(11) : std::string();
    if (encoded.empty()) {
      say("334 ");
      encoded = connection_.read_line().value_or("");
    }
    const auto plain = from_base64(encoded).value_or("");
    const auto parts = split(plain, '\0');
    if (parts.size() != 3 || parts[1] != start_.user || parts[2] != start_.password) return say("535 wrong");
    mail_.user = parts[1];
    mail_.password = parts[2];
    say("235 welcome");
  }

  void begin(const std::string& line) {
    mail_.from = address_in(line);
    mail_.to.clear();
    mail_.is_secret = is_secret_;
    say("250 ok");
  }

  void add_recipient(const std::string& line) {
    const auto address = address_in(line);
    if (address == start_.refused_recipient) return say("550 no such user");
    mail_.to.push_back(address);
    say("250 ok");
  }

  void take() {
    say("354 go on");
    std::string text;
    for (;;) {
      auto line = connection_.read_line();
      if (!line) return;
      if (*line == ".") break;
      if (line->starts_with('.')) line->erase(0, 1);
      text += *line + "\r\n";
    }
    const auto end = text.find("\r\n\r\n");
    mail_.head = text.substr(0, end + 2);
    mail_.body = end == text.npos ? "" : text.substr(end + 4);
    keep_(mail_);
    say("250 taken");
  }

  Connection& connection_;
  const MailServerStart& start_;
  bool is_secret_;
  std::function<void(TakenMail)> keep_;
  TakenMail mail_;
};

}  // namespace

std::string TakenMail::field(const std::string& name) const {
  const auto all = "\r\n" + head;
  auto at = all.find("\r\n" + name + ": ");
  if (at == all.npos) return {};
  at += name.size() + 4;
  auto end = all.find("\r\n", at);
  while (end != all.npos && end + 2 < all.size() && all[end + 2] == ' ') end = all.find("\r\n", end + 2);
  return replace_all(all.substr(at, end - at), "\r\n ", " ");
}

std::string TakenMail::text() const {
  return from_base64(replace_all(body, "\r\n", "")).value_or("no base64: " + body);
}

std::string TakenMail::subject() const {
  std::string text;
  const auto words = field("Subject");
  for (const auto word : split(words, ' ')) {
    if (!word.starts_with("=?UTF-8?B?") || !word.ends_with("?=") || word.size() > 75) return "no words: " + words;
    text += from_base64(word.substr(10, word.size() - 12)).value_or("no base64");
  }
  return text;
}

MailServer::MailServer(MailServerStart start)
    : start_(std::move(start)), server_([this](Connection& connection) { talk(connection); }, start_.tls) {}

void MailServer::talk(Connection& connection) {
  Dialogue dialogue(connection, start_, start_.tls && !start_.tls->is_later, [this](TakenMail mail) {
    const std::lock_guard lock(mutex_);
    mails_.push_back(std::move(mail));
  });
  dialogue.run();
}

std::vector<TakenMail> MailServer::mails() const {
  const std::lock_guard lock(mutex_);
  return mails_;
}

}  // namespace calloff::test
