// Sentences of pages that are not published and of documents that people bring. Sorted by code.
#include <array>

#include "base/sentences/groups.hpp"

namespace calloff::sentences {
namespace {

constexpr std::array kRows = std::to_array<Sentence>({
    {"drift/newer_page", "a newer page of {entry} is there and says something else: {document}; look at that one",
     "{entry} 已有内容不同的新页面：{document}，请查看新页面"},
    {"drift/no_mapping", "{feed} has no mapping in the configuration any more", ""},
    {"drift/not_stopped", "{document} is not one that waits: it is {state}; `calloff drift list` shows what waits",
     "{document} 并未被拦下（状态：{state}）"},
    {"drift/unknown", "there is no such document among those of `calloff drift list`: {document}",
     "没有这份文件：{document}"},
    {"guard/list_undecided",
     "of what came and could be read, the newest sheet is for {newest}, and it is {today} after {by}; others were left "
     "out ({left_out}), so nobody can tell whether this is an old list. What came waits for the next poll: "
     "settle what was left out (`calloff exception list`), or look at the portal",
     "已取得且可读的单据中，最新日期为 {newest}，而现在已过 {today} {by}；"
     "另有单据未能采用（{left_out}），因此无法判断这是否旧列表。"
     "已取得的文件等待下次轮询：请先处理未采用的单据（`calloff exception list`），或登录门户核对"},
    {"guard/odd_row",
     "a row has {cells} cells and the table {columns} columns: its figures may stand under the wrong headers. The page "
     "is not used; compare it with the last one by `calloff drift show`",
     "有一行为 {cells} 格，而表头为 {columns} 列，数字可能错位；该页未被采用，请用 calloff drift show 对比"},
    {"guard/old_list",
     "the newest sheet of the list is for {newest}, and it is {today} after {by}: this is an old list. It is not used; "
     "look at the portal, and ask the customer if it shows the same there",
     "列表中最新的单据日期为 {newest}，而现在已过 {today} {by}：这是旧列表，未被采用；请登录门户核对，必要时联系客户"},
    {"guard/rows_dropped",
     "{what} has {rows} rows and had {before} before. It is not used; compare by `calloff drift show`, and if it is "
     "right, `calloff drift accept`",
     "{what} 只有 {rows} 行，上次为 {before} 行；未被采用，请用 calloff drift show 对比，确认无误后用 calloff drift "
     "accept 接受"},
    {"guard/total_mismatch",
     "the total of column {column} is {stated} and its rows sum up to {sum}: rows or figures are missing. The page is "
     "not used; compare by `calloff drift show`",
     "{column}列合计为 {stated}，各行相加为 {sum}，可能缺行或数字有误；该页未被采用，请用 calloff drift show 对比"},
    {"guard/wrong_plant",
     "the page is for plant '{found}' and the account's is {plant}: the session may have been mixed up with another. "
     "Nothing of it is used",
     "页面工厂为“{found}”，而该帐号的工厂为 {plant}，会话可能串了；该页未被采用"},
    {"guard/wrong_supplier",
     "the page is for supplier '{found}' and our DUNS number is {duns}: the session may have been mixed up with "
     "another. Nothing of it is used",
     "页面供应商为“{found}”，而我方 DUNS 为 {duns}，会话可能串了；该页未被采用"},
    {"import/missing_part",
     "this is one part of a document, and part '{part}' is missing: give the file with it too (table {table}), or name "
     "it with --part {part}=FILE",
     "缺少“{part}”部分（表格 {table}）：请一并提供该文件，或用 --part {part}=文件 指明"},
    {"import/no_row", "none of the {rows} rows of the lists given is that of this page; give the list that shows it",
     "所给列表的 {rows} 行中没有该页对应的一行，请提供包含它的列表"},
    {"import/no_table", "it is not part '{part}', and another part was named for it", ""},
    {"import/several_rows",
     "the page may be that of {first} or of {second} in the lists given; bring it with a list "
     "that has only one of them",
     "该页可能对应列表中的 {first} 或 {second}；请提供只含其中一行的列表"},
    {"import/too_large", "the files are {size} MB together; at most {limit} MB can be brought at once", ""},
    {"import/unreadable", "{path} cannot be read: {detail}", "无法读取 {path}：{detail}"},
});

}  // namespace

std::span<const Sentence> guard() { return kRows; }

}  // namespace calloff::sentences
