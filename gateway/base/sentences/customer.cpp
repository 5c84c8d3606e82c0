// Sentences of the customer's systems: accounts, pages, the wire. Sorted by code.
#include <array>

#include "base/sentences/groups.hpp"

namespace calloff::sentences {
namespace {

constexpr std::array kRows = std::to_array<Sentence>({
    {"accept/not_confirmed",
     "the customer's answer does not say that sheet {entry} was accepted (title '{title}'); its next list will tell",
     "客户系统未确认接受 {entry}（标题“{title}”），以下次列表为准"},
    {"accept/unknown", "whether sheet {entry} was accepted is unknown ({cause}); the customer's next list will tell",
     "{entry} 是否接受成功未知（{cause}），以下次列表为准"},
    {"accounts/answered", "{account}: answered; the sign-in goes on", "{account}：已回答，继续登录"},
    {"accounts/answered_already", "{account}: somebody else has answered question {question} already",
     "{account}：问题 {question} 已有人回答"},
    {"accounts/asked_to_wait", "{host} wants to be left alone until {until} (Retry-After); it is asked again then",
     "{host} 要求在 {until} 之前不要访问（Retry-After），届时再轮询"},
    {"accounts/certificate_unreadable", "{file} holds no certificate that can be read", ""},
    {"accounts/feed_not_listed", "feed '{feed}' is not one that adapter '{adapter}' lists; it lists: {feeds}", ""},
    {"accounts/given_back", "{account}: given back; the next poll signs in again",
     "{account}：已归还，下次轮询重新登录"},
    {"accounts/held",
     "account {account} is held since {since}: {reason}; mend the cause, then change the password in its place or run "
     "`calloff account release {customer} {name}`",
     "帐号 {account} 自 {since} 起停用：{reason}；请排除原因后更换密码，或运行 `calloff account release {customer} "
     "{name}`"},
    {"accounts/key_open_to_others", "{file} may be read by others; run `chmod 600 {file}`", ""},
    {"accounts/key_unreadable", "the data folder's key {file} cannot be read or made: {detail}", ""},
    {"accounts/login_budget",
     "the account may not sign in again before {until}, so that the customer does not lock it; set `login: min_gap` if "
     "the customer allows more",
     "为避免帐号被锁定，{until} 之前不再登录"},
    {"accounts/no_answer", "nobody answered the customer's question ({kind}) in time; the next sign-in asks anew",
     "无人及时回答客户系统的验证（{kind}），下次登录时会再次询问"},
    {"accounts/no_picture", "nothing with a picture is asked of {account} now", "{account} 目前没有需要识别的图片"},
    {"accounts/no_session", "there is no session that could be gone on with", ""},
    {"accounts/not_held", "{account}: was not held", "{account}：未被停用"},
    {"accounts/not_yielded", "{account}: nobody had it", "{account}：未被让出"},
    {"accounts/nothing_asked", "{account}: nothing is asked now; the next sign-in asks anew",
     "{account}：目前没有需要回答的问题，下次登录时会再次询问"},
    {"accounts/now_yielded",
     "{account}: signed out; yours until {until}, `calloff account yield {customer} {name} --end` gives it back sooner",
     "{account}：已退出登录，{until} 之前归您使用；`calloff account yield {customer} {name} --end` 可提前归还"},
    {"accounts/now_yielded_unsure",
     "{account}: yours until {until}, but signing out failed, so the customer's system may still hold our session; "
     "`calloff account yield {customer} {name} --end` gives it back sooner",
     "{account}：{until} 之前归您使用，但退出登录未成功，客户系统可能仍保留原会话；`calloff account yield {customer} "
     "{name} --end` 可提前归还"},
    {"accounts/now_yielded_unused",
     "{account}: was not signed in; yours until {until}, `calloff account yield {customer} {name} --end` gives it back "
     "sooner",
     "{account}：原本未登录，{until} 之前归您使用；`calloff account yield {customer} {name} --end` 可提前归还"},
    {"accounts/password_due",
     "the password of {account} expires on {on} (in {days} days); change it at the customer and in its place, and "
     "write "
     "the date under `password_age`",
     "{account} 的密码将于 {on} 到期（还有 {days} 天），请在客户系统和本机同时修改，并更新 password_age: changed"},
    {"accounts/password_over",
     "the password of {account} expired on {on}, if {lives} days are right; change it before the customer's system "
     "refuses it",
     "{account} 的密码已于 {on} 到期（按 {lives} 天计），请立即修改"},
    {"accounts/proxy_refused",
     "the proxy {proxy} refuses our user and password, or asks for some and none are given; mend them in their place, "
     "or run `calloff account release CUSTOMER ACCOUNT` when the proxy takes them again; until then nothing goes "
     "through it",
     "代理 {proxy} 拒绝我们的用户名和密码，或要求提供而未配置；请修正，或在代理恢复后运行 `calloff account release "
     "CUSTOMER ACCOUNT`，"
     "此前不再经过该代理"},
    {"accounts/question",
     "the customer's system asks something of {account} that only a person can answer ({kind}); `calloff account "
     "answer "
     "{customer} {name} CODE --question {question}` answers, until {until}",
     "客户系统要求人工验证 {account}（{kind}）：请在 {until} 之前运行 `calloff account answer {customer} {name} CODE "
     "--question {question}`"},
    {"accounts/question_picture",
     "the customer's system asks something of {account} that only a person can answer ({kind}); `calloff account "
     "picture {customer} {name} > picture` writes the picture, `calloff account answer {customer} {name} CODE "
     "--question {question}` answers, until {until}",
     "客户系统要求人工验证 {account}（{kind}）：用 `calloff account picture {customer} {name} > picture` "
     "取得图片，并在 {until} 之前运行 `calloff account answer {customer} {name} CODE --question {question}`"},
    {"accounts/released", "{account}: released; the next poll signs in again", "{account}：已恢复，下次轮询重新登录"},
    {"accounts/seal_broken", "kept cookies cannot be opened with this data folder's key; a new session is begun", ""},
    {"accounts/session_keeps_ending",
     "the session of {account} ended again right after signing in; is somebody else signed in with it?",
     "帐号 {account} 登录后会话又立即失效，是否有人在用同一帐号？"},
    {"accounts/sign_in_unfinished",
     "the gateway ended twice while it signed in to {account}, and how that ended is not known; before the customer "
     "locks the account sign in by hand, then run `calloff account release {customer} {name}`",
     "网关在登录 {account} 的过程中两次中断，结果未知；为避免帐号被锁，请先人工登录，再运行 `calloff account release "
     "{customer} {name}`"},
    {"accounts/sign_out_timed_out",
     "{account} was not signed out within {limit_s} s; the customer's system ends the session by itself", ""},
    {"accounts/tls_exception",
     "{account}: one certificate is accepted without verification until {until} ({reason}); have it renewed",
     "{account}：在 {until} 之前接受一张未经验证的证书（{reason}），请尽快更换"},
    {"accounts/tls_exception_over",
     "{account}: the exception from verifying certificates ended with {until}; take `tls_exception` out of its "
     "settings",
     "{account}：证书例外已于 {until} 到期，请从设置中删除 `tls_exception`"},
    {"accounts/unknown", "there is no account {account} in the configuration", ""},
    {"accounts/unknown_adapter", "adapter '{adapter}' is not installed; installed are: {installed}", ""},
    {"accounts/which_question",
     "{account}: another question is asked now, or was asked lately; look at question {question} and say --question "
     "{question}",
     "{account}：问题已更换或刚刚更换，请查看问题 {question} 并加上 --question {question}"},
    {"accounts/yielded",
     "{by} works in the portal with account {account} until {until}; nothing is done with it before, unless "
     "`calloff account yield {customer} {name} --end` says so",
     "{by} 正在门户中使用帐号 {account}，{until} 之前不作任何操作；`calloff account yield {customer} {name} --end` "
     "可提前结束"},
    {"adapter/load_failed", "{file} cannot be loaded: {detail}", ""},
    {"adapter/no_folder", "the adapters' folder {file} cannot be read: {detail}", ""},
    {"adapter/not_an_adapter", "{file} is no adapter: it lacks the symbol calloff_adapter or a part of it", ""},
    {"adapter/not_listed", "entry {entry} is not in the list that was read last; the list is read again", ""},
    {"adapter/other_api", "{file} is built for adapter API {detail}; build it again with this release", ""},
    {"adapter/other_build", "{file} is built with {detail}; build it again with this release", ""},
    {"adapter/symlink", "{file} is a link; put the adapter itself there", ""},
    {"adapter/unknown_feed", "this adapter has no feed '{feed}'", ""},
    {"adapter/unsupported", "this adapter cannot do that ({what})", ""},
    {"adapter/writable",
     "{file} may be written by others than root and the gateway's own user; it is not loaded. Run `chmod go-w {file}` "
     "and see who owns it",
     ""},
    {"page/address_blocked",
     "the customer's system refuses our address; it will be asked again, ask the customer's help desk if it stays so",
     "客户系统拒绝本机地址访问，稍后重试；如持续请联系客户服务台"},
    {"page/bad_link", "the page's link '{link}' leads nowhere; the page has changed", ""},
    {"page/bad_row",
     "a row of the list has nothing in column '{column}'; the page has changed. The last good schedule stands",
     "列表某行的“{column}”为空，页面可能已改版；沿用上一次的计划"},
    {"page/busy", "the customer's system says it is busy (step {step}); it will be asked again",
     "客户系统繁忙（{step}），稍后重试"},
    {"page/cut_off", "the page (step {step}) ends before its end; nothing was taken from it, it will be asked again",
     "页面（{step}）不完整，未采用，稍后重试"},
    {"page/empty_answer", "the answer (step {step}) has no bytes at all; nothing was taken, it will be asked again",
     "返回内容为空（{step}），未采用，稍后重试"},
    {"page/empty_without_proof",
     "the list of feed {feed} is empty, but does not say so in the customer's known words; that is no proof of no "
     "demand. The last good schedule stands",
     "{feed} 列表为空，但没有“无记录”的提示，不能视为无需求；沿用上一次的计划"},
    {"page/http_status", "the customer's system answered with status {status} ({url}); it will be asked again",
     "客户系统返回状态 {status}，稍后重试"},
    {"page/http_status_unexpected",
     "the customer's system answered with status {status} ({url}); has the address changed?",
     "客户系统返回状态 {status}，地址是否已变更？"},
    {"page/maintenance", "the customer's system is under maintenance; it will be asked again",
     "客户系统维护中，稍后重试"},
    {"page/missing_column",
     "the page has no column '{column}'; it has: {present}. The page has changed: the last good schedule stands; mend "
     "the account's words or the mapping",
     "页面缺少“{column}”列（现有：{present}），页面可能已改版；沿用上一次的计划"},
    {"page/moving", "the list changed while it was read ({times} times); it will be asked again",
     "列表在读取过程中发生变化，稍后重试"},
    {"page/no_count", "the page does not say how many rows and pages there are; the page has changed", ""},
    {"page/other_document",
     "the customer's system was asked for {asked} and showed {got}; nothing of it is used. Is somebody else signed in "
     "with the same account?",
     "请求的是 {asked}，客户系统返回的是 {got}，未采用；是否有人在用同一帐号登录？"},
    {"page/too_many_pages", "the list has more than 500 pages; that cannot be right", ""},
    {"page/unknown",
     "the page at step {step} is none that we know (title '{title}'); the last good schedule stands. `calloff run "
     "show` names the archived page",
     "{step} 步骤返回了未知页面（标题“{title}”）；沿用上一次的计划"},
    {"sign_in/captcha",
     "the customer asks for the characters in a picture; sign in by hand, then run `calloff account release CUSTOMER "
     "ACCOUNT`",
     "客户系统要求输入验证码，请人工登录后执行 `calloff account release CUSTOMER ACCOUNT`"},
    {"sign_in/in_use",
     "the customer lets nobody in because somebody is signed in with this account; it will be tried again, nobody is "
     "thrown out",
     "帐号正在被他人使用，稍后重试"},
    {"sign_in/kicked_out", "somebody else signed in with the account, and the customer ended our session",
     "他人登录了同一帐号，会话被强制结束"},
    {"sign_in/locked",
     "the customer has locked the account; ask the customer's help desk, then run `calloff account release CUSTOMER "
     "ACCOUNT`",
     "帐号已被客户锁定，请联系客户服务台"},
    {"sign_in/one_time_code",
     "the customer asks for a one-time code; sign in by hand, then run `calloff account release CUSTOMER ACCOUNT`",
     "客户系统要求输入一次性验证码，请人工登录后执行 `calloff account release CUSTOMER ACCOUNT`"},
    {"sign_in/password_expired",
     "the password has expired and must be changed at the customer; change it there and in its place here, or run "
     "`calloff account release CUSTOMER ACCOUNT`",
     "密码已过期，请在客户系统修改密码并同步更新本机配置"},
    {"sign_in/password_expiring", "the customer says that the password will expire soon ('{text}'); change it in time",
     "密码即将过期（“{text}”），请及时修改"},
    {"sign_in/rejected",
     "the customer rejected user or password; the account is not tried again until the password is changed in its "
     "place or `calloff account release CUSTOMER ACCOUNT` is run",
     "用户名或密码错误；更正密码之前不再尝试登录"},
    {"sign_in/session_expired", "the session had ended", "会话已超时"},
    {"sign_in/unknown_page",
     "after user and password the customer's system showed a page that is not known (title '{title}'), perhaps a "
     "notice "
     "or a password that has to be changed; sign in by hand, then run `calloff account release CUSTOMER ACCOUNT`",
     "登录后出现未知页面（标题“{title}”），可能是通知或要求修改密码；请人工登录后执行 `calloff account release "
     "CUSTOMER ACCOUNT`"},
    {"submit/bad_status", "the answer to a submission had status {detail}; whether it was taken is unknown",
     "提交后返回状态 {detail}，是否成功未知"},
    {"submit/draft_not_shown", "the draft was saved, but its page does not show it as ours ({detail})",
     "草稿已保存，但页面未显示为本单（{detail}）"},
    {"submit/line_not_shippable",
     "line {line} of order {order} is not in the portal's form; has it been shipped or cancelled there?",
     "订单 {order} 第 {line} 行不在客户表单中，是否已发货或取消？"},
    {"submit/not_cancellable", "the portal does not let ASN {number} be taken back; its state there is {state}",
     "客户系统不允许取消发货通知 {number}（状态：{state}）"},
    {"submit/not_confirmed",
     "the portal's answer does not confirm the submission ({detail}); whether it was taken is unknown",
     "客户系统未确认提交（{detail}），是否成功未知"},
    {"submit/order_not_shippable", "the portal offers no ASN for order {order}: {text}",
     "客户系统不允许对订单 {order} 创建发货通知：{text}"},
    {"submit/refused", "the portal refused the ASN: {text}", "客户系统拒绝了发货通知：{text}"},
    {"wire/bad_answer", "{host} answered with something that is not proper HTTP ({reason}); it is asked again later",
     ""},
    {"wire/bad_header", "a request header '{header}' cannot be sent; this is a defect of the adapter", ""},
    {"wire/bad_url", "'{url}' cannot be asked for: {reason}; correct the account's base_url", ""},
    {"wire/busy", "step {step} began before the account's last exchange ended; this is a defect of the gateway", ""},
    {"wire/ca_unreadable", "the account's certificate authority {file} cannot be read ({reason}); correct `ca`", ""},
    {"wire/cancelled", "the exchange with {host} was stopped by us", "与 {host} 的通信已被我方中止"},
    {"wire/connect_timed_out", "no connection to {host} within {limit_ms} ms; it is tried again later",
     "{limit_ms} 毫秒内未能连接 {host}，稍后重试"},
    {"wire/cut_off", "the answer of {host} was cut off ({reason}); nothing of it is used",
     "{host} 的应答中途断开（{reason}），未采用"},
    {"wire/first_byte_timed_out", "{host} did not begin to answer within {limit_ms} ms; it is tried again later",
     "{host} 在 {limit_ms} 毫秒内没有应答，稍后重试"},
    {"wire/headers_too_large", "the headers of {host}'s answer are longer than {limit_bytes} bytes; it is discarded",
     ""},
    {"wire/idle_timed_out", "{host} stopped in the middle of its answer for {limit_ms} ms; it is tried again later",
     "{host} 的应答中断超过 {limit_ms} 毫秒，稍后重试"},
    {"wire/not_loaded", "the transport library {path} cannot be loaded ({reason}); reinstall the gateway", ""},
    {"wire/not_recorded", "the recording does not hold '{asked}'; its next exchange is '{expected}'", ""},
    {"wire/proxy_password",
     "the proxy {proxy} does not take the user and password that the account has for it; correct `proxy`",
     "代理服务器 {proxy} 不接受该账户的用户名和密码，请更正 `proxy` 设置"},
    {"wire/proxy_refused", "the proxy {proxy} makes no connection (status {status}); it is tried again later",
     "代理服务器 {proxy} 拒绝建立连接（状态 {status}），稍后重试"},
    {"wire/record_unreadable", "a recorded exchange cannot be read: {reason}", ""},
    {"wire/redirect_elsewhere", "{from} sends us on to {to}, which the account does not name; check base_url",
     "{from} 要求转到 {to}，该地址不在账户设置中；请核对 base_url"},
    {"wire/refused", "{host} accepts no connection ({reason}); it is tried again later",
     "{host} 拒绝连接（{reason}），稍后重试"},
    {"wire/resolve", "the name of {host} cannot be resolved ({reason}); check the name and this machine's DNS",
     "无法解析 {host} 的域名（{reason}），请检查域名和本机 DNS"},
    {"wire/tls", "no trusted connection to {host}: {reason}", "无法与 {host} 建立可信连接：{reason}"},
    {"wire/too_large", "the answer of {host} is larger than {limit_bytes} bytes; it is discarded", ""},
    {"wire/too_many_redirects", "{host} redirects more than {limit} times; it is tried again later", ""},
    {"wire/total_timed_out", "the exchange with {host} took longer than {limit_ms} ms; it is tried again later",
     "与 {host} 的通信超过 {limit_ms} 毫秒，稍后重试"},
    {"wire/write_before_commit",
     "step {step} would change something at the customer before the submission was recorded; "
     "this is a defect of the adapter",
     ""},
});

}  // namespace

std::span<const Sentence> customer() { return kRows; }

}  // namespace calloff::sentences
