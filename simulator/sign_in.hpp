// How a log-in ends, and what a portal says about it in its own language.
#pragma once
#include <string_view>

namespace calloff::simulator {

enum class SignIn {
  ok,
  wrong,
  locked,
  password_expired,  ///< a form to change it comes in place of the first page
  elsewhere          ///< refused: the user is signed in at another place
};

struct SignInWords {
  std::string_view wrong, wrong_picture, locked, elsewhere, kicked_out;
  std::string_view password_expired, old_password, new_password, repeated, change;
  std::string_view expires_soon;  ///< for fmt: days
  std::string_view notice, notice_text, go_on;
};

extern const SignInWords kSignInChinese;
extern const SignInWords kSignInEnglish;

/// What the log-in page says to a log-in that is refused; empty for the ends that have a page of their own.
std::string_view complaint(const SignInWords& words, SignIn end);

}  // namespace calloff::simulator
