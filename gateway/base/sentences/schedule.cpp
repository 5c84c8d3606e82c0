// Sentences beside the delivery schedule: what planners must know of the figures. Sorted by code.
#include <array>

#include "base/sentences/groups.hpp"

namespace calloff::sentences {
namespace {

constexpr std::array kRows = std::to_array<Sentence>({
    {"present/compared", "compared are {from} to {until}, the days that both know",
     "比较范围为双方都包含的日期：{from} 至 {until}"},
    {"present/future", "--as-of {at} lies ahead: the schedule is known up to now", "--as-of {at} 晚于当前时间"},
    {"present/more_notes", "{count} more of this kind", "同类提示另有 {count} 条"},
    {"present/no_common_days", "the two have no day in common: nothing can be compared", "两者没有共同日期，无法比较"},
    {"present/no_workday",
     "{customer} {plant}, part {part}: the {bucket} of {date} asks for {qty}, and the plant works on none of its days "
     "by "
     "its calendar; it stands on the first day. Is the calendar right?",
     "{customer} {plant} 零件 {part}：{date} 起的 {bucket} 需求 "
     "{qty}，但工厂日历中该期间没有工作日，暂列在首日。请核对日历"},
    {"present/not_called_off",
     "{customer} {plant}, part {part}: the forecast had {qty} for {date}, the complete set of sheets has none; the "
     "zero "
     "stands. Ask the customer if that is not meant",
     "{customer} {plant} 零件 {part}：{date} 预测为 {qty}，但当日取货单已齐且不含该零件，按 0 "
     "处理；如有疑问请联系客户"},
    {"present/not_counted",
     "{count} lines of sheets are not counted: the set of their day is not all there yet, or the customer's list does "
     "not name them any more; the forecast stands for these days",
     "有 {count} 行取货单未计入合计：当日取货单尚未齐全，或已不在客户列表中；这些日期仍按预测"},
    {"present/part_dropped",
     "{customer} {plant}, part {part}: no release after {release} names it; its figures of then still stand "
     "(absent_part: hold). Ask the customer whether it runs out",
     "{customer} {plant} 零件 {part}：{release} 之后的发布不再包含该零件，仍保留当时数量（absent_part: "
     "hold）；请向客户确认是否停产"},
    {"present/placed_differs",
     "{customer} {plant}, part {part}: the {bucket} of {date} says {qty}, the days and weeks that cover it {placed}; "
     "they stand",
     "{customer} {plant} 零件 {part}：{date} 起的 {bucket} 为 {qty}，而其中日、周数量合计 {placed}，以日、周数量为准"},
    {"present/placed_exceeds",
     "{customer} {plant}, part {part}: the {bucket} of {date} says {qty}, its days and weeks {placed} already; nothing "
     "of it is left for its other days",
     "{customer} {plant} 零件 {part}：{date} 起的 {bucket} 为 {qty}，但其中日、周数量已达 {placed}，其余日期不再安排"},
    {"present/workbook", "{file} cannot be written: {detail}; is the folder there, and is there room?",
     "无法写入 {file}：{detail}；请检查文件夹与磁盘空间"},
});

}  // namespace

std::span<const Sentence> schedule() { return kRows; }

}  // namespace calloff::sentences
