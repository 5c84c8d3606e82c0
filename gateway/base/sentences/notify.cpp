// Sentences about who is told, and of what people are told with. Sorted by code.
#include <array>

#include "base/sentences/groups.hpp"

namespace calloff::sentences {
namespace {

constexpr std::array kRows = std::to_array<Sentence>({
    {"mail/cut_off", "mail server {server} ended the connection: {reason}", "邮件服务器 {server} 中断了连接：{reason}"},
    {"mail/refused", "mail server {server} did not take the mail: {reason}",
     "邮件服务器 {server} 未接受邮件：{reason}"},
    {"mail/sign_in", "mail server {server} rejected user or password: {reason}",
     "邮件服务器 {server} 拒绝了用户名或密码：{reason}"},
    {"mail/timed_out", "mail server {server} did not take the mail within {limit_ms} ms",
     "邮件服务器 {server} 在 {limit_ms} 毫秒内未接受邮件"},
    {"mail/tls", "no trusted TLS connection to mail server {server}: {reason}",
     "无法与邮件服务器 {server} 建立可信的 TLS 连接：{reason}"},
    {"mail/unreachable", "mail server {server} cannot be reached: {reason}", "无法连接邮件服务器 {server}：{reason}"},
    {"notify/address_refused",
     "the mail server of '{target}' takes nothing for {addresses} ({reason}); the others are told",
     "“{target}”的邮件服务器不接受收件人 {addresses}（{reason}）；其他收件人不受影响"},
    {"notify/bad_key", "'{key}' begins with whsec_ and goes on with something that is no base64", ""},
    {"notify/bad_url",
     "{name} holds no web address: http:// or https:// and a host, without blanks, user name or password", ""},
    {"notify/closed", "over", "已解除"},
    {"notify/critical", "critical", "紧急"},
    {"notify/due", "to be taken by {due}", "须在 {due} 前有人接手"},
    {"notify/error", "error", "错误"},
    {"notify/escalated", "worse", "升级"},
    {"notify/http_status", "{host} answered the webhook with status {status}", "{host} 对通知返回状态 {status}"},
    {"notify/info", "info", "提示"},
    {"notify/met", "since {since}, met {count} times", "自 {since} 起，共 {count} 次"},
    {"notify/more", "What to do: `calloff exception show TICKET`. Say that you have it: `calloff exception ack TICKET`",
     "查看与处理：`calloff exception show 编号`；表示已知晓：`calloff exception ack 编号`"},
    {"notify/nobody", "nobody is told of tickets: calloff.yaml has no `notify`",
     "没有通知对象：calloff.yaml 中没有 `notify`"},
    {"notify/opened", "new", "新异常"},
    {"notify/over", "over since {closed}, by {by}", "已于 {closed} 解除（{by}）"},
    {"notify/overdue", "overdue, nobody has it (reminder {times})", "逾期无人接手（第 {times} 次提醒）"},
    {"notify/owner", "{owner} has it", "负责人 {owner}"},
    {"notify/program_failed", "{program} ended with status {status}", "{program} 以状态 {status} 结束"},
    {"notify/program_killed", "{program} was ended by signal {signal}", "{program} 被信号 {signal} 终止"},
    {"notify/program_not_started", "{program} cannot be started: {reason}", "无法启动 {program}：{reason}"},
    {"notify/program_timed_out", "{program} took longer than {limit_s} s and was killed",
     "{program} 超过 {limit_s} 秒，已被终止"},
    {"notify/reopened", "back again", "再次出现"},
    {"notify/several", "{count} tickets, the worst: {severity}", "{count} 条异常，最高级别：{severity}"},
    {"notify/target_failing",
     "'{target}' of `notify` did not take {tries} messages in a row ({cause}); what it was to hear waits, and goes out "
     "when it takes messages again: `calloff notify test {target}`",
     "通知对象“{target}”连续 {tries} 次未接受消息（{cause}）；未送达的通知会保留，恢复后补发：`calloff notify test "
     "{target}`"},
    {"notify/test", "A test message to '{target}', asked for by {actor}. Nothing has happened",
     "发给“{target}”的测试消息，由 {actor} 发起。没有异常发生"},
    {"notify/test_subject", "test message", "测试消息"},
    {"notify/unknown_target", "there is no '{target}' in `notify` of calloff.yaml; {hint}",
     "calloff.yaml 的 `notify` 中没有“{target}”；{hint}"},
    {"notify/warn", "warn", "警告"},
});

}  // namespace

std::span<const Sentence> notify() { return kRows; }

}  // namespace calloff::sentences
