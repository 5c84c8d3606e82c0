#include "base/error_catalogue.hpp"

#include <algorithm>
#include <array>

namespace calloff {
namespace {

// Sorted by code (a test says so). What happened; what to do.
constexpr std::array kSentences = std::to_array<Sentence>({
    {"base/bad_cron", "'{text}' is no cron expression: {reason}", ""},
    {"base/bad_date", "'{text}' is not a date; it should look like 2026-03-11", "“{text}”不是日期，应写成 2026-03-11"},
    {"base/bad_instant",
     "'{text}' is not an instant; it should look like 2026-03-10T11:12:00+08:00 or 2026-03-10T03:12:00Z", ""},
    {"base/bad_quantity", "'{text}' is not a quantity; digits with at most three decimals are expected",
     "“{text}”不是数量，应为数字，最多三位小数"},
    {"base/unknown_zone", "time zone '{zone}' is not known on this machine; install tzdata or correct the name", ""},
    {"secrets/bad_reference",
     "'{key}' must say where the secret is kept, env:NAME or file:PATH; a secret itself never stands in a "
     "configuration "
     "file",
     ""},
    {"secrets/empty", "secret file {path} is empty", ""},
    {"secrets/foreign_owner",
     "secret file {path} belongs to user {uid}; it must belong to root or to the user Calloff runs as (chown)", ""},
    {"secrets/missing_file", "secret file {path} does not exist; write the secret into it, then chmod 600 {path}", ""},
    {"secrets/not_a_file", "{path} is not a regular file; a secret is read from one", ""},
    {"secrets/not_set", "environment variable {name} is not set; set it for the user Calloff runs as", ""},
    {"secrets/readable_by_others",
     "secret file {path} may be read or written by others (mode {mode}); run chmod 600 {path}, and change the secret "
     "if "
     "others could have read it",
     ""},
    {"secrets/too_large", "secret file {path} is larger than 64 KiB; is it the right file?", ""},
    {"secrets/unreadable", "secret file {path} cannot be read: {reason}", ""},
    {"settings/alias",
     "YAML reads * and & at the beginning of a value as an alias or an anchor, and neither is used here; put the value "
     "in "
     "quotes, or write it out",
     ""},
    {"settings/bad_key", "a key must be plain text", ""},
    {"settings/bad_value", "'{key}' cannot be '{text}'; expected {expected}", ""},
    {"settings/duplicate_key", "'{key}' stands here twice (first in line {line}); keep one", ""},
    {"settings/merge_key", "merge keys (<<) are not used here; write the keys out", ""},
    {"settings/missing_key", "'{key}' is missing ({meaning})", ""},
    {"settings/no_value", "'{key}' has no value; expected {expected}, or remove the line", ""},
    {"settings/not_utf8", "this byte is not UTF-8 text; save the file as UTF-8", ""},
    {"settings/open_quote", "the quote that begins here is never closed", ""},
    {"settings/password_in_url",
     "'{key}' has a name or password before the @; keep them with 'user: env:NAME' and 'password: file:PATH'", ""},
    {"settings/second_document", "a second document (---) begins here; a file holds one", ""},
    {"settings/syntax", "not valid YAML: {reason}", ""},
    {"settings/tab", "a tab indents this line; YAML wants spaces", ""},
    {"settings/tag", "the tag {tag} is not used here; write plain text, in quotes where needed", ""},
    {"settings/too_deep", "nested deeper than {limit} levels", ""},
    {"settings/too_large", "larger than {limit}; is it the right file?", ""},
    {"settings/unknown_key", "unknown key '{key}'; {hint}", ""},
    {"settings/unreadable", "cannot be read: {reason}", ""},
    {"settings/wrong_kind", "'{key}' should be {expected}, not {found}", ""},
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

const Sentence* find_sentence(std::string_view code) {
  const auto* found = std::lower_bound(kSentences.begin(), kSentences.end(), code,
                                       [](const Sentence& row, std::string_view c) { return row.code < c; });
  return found != kSentences.end() && found->code == code ? found : nullptr;
}

}  // namespace calloff
