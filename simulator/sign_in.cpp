#include "simulator/sign_in.hpp"

namespace calloff::simulator {

constexpr SignInWords kSignInChinese{
    .wrong = "用户名或密码错误",
    .wrong_picture = "验证码错误",
    .locked = "帐号已锁定，请联系系统管理员",
    .elsewhere = "登录被拒绝：该用户已在其他地方登录",
    .kicked_out = "您的帐号在别处登录，您已被迫下线",
    .password_expired = "密码已过期，请修改密码后继续使用",
    .old_password = "原密码",
    .new_password = "新密码",
    .repeated = "确认新密码",
    .change = "修改密码",
    .expires_soon = "您的密码将于{}天后过期，请及时修改",
    .notice = "系统通知",
    .notice_text = "各供应商：节假日期间请按计划备货，如有疑问请联系计划员。",
    .go_on = "我知道了，继续",
};

constexpr SignInWords kSignInEnglish{
    .wrong = "Wrong user name or password",
    .wrong_picture = "Wrong characters from the picture",
    .locked = "This account is locked. Please call the help desk.",
    .elsewhere = "Log-in refused: this user is signed in elsewhere",
    .kicked_out = "This account was signed in elsewhere; you have been signed out",
    .password_expired = "Your password has expired. Please change it to go on.",
    .old_password = "Old password",
    .new_password = "New password",
    .repeated = "New password again",
    .change = "Change password",
    .expires_soon = "Your password expires in {} days. Please change it in time.",
    .notice = "System notice",
    .notice_text =
        "To all suppliers: please keep to the schedule over the holidays and call your planner with questions.",
    .go_on = "I have read this, continue",
};

std::string_view complaint(const SignInWords& words, SignIn end) {
  switch (end) {
    case SignIn::wrong:
      return words.wrong;
    case SignIn::locked:
      return words.locked;
    case SignIn::elsewhere:
      return words.elsewhere;
    default:
      return {};
  }
}

}  // namespace calloff::simulator
