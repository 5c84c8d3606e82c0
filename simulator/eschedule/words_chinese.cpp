#include "simulator/eschedule/words.hpp"

namespace calloff::simulator {
namespace {

// Column 2 is the number and column 3 the link, counted from 0.
constexpr std::array kSheetList{
    Heading{SheetColumn::select, "选择"},         Heading{SheetColumn::state, "状态"},
    Heading{SheetColumn::number, "取货单号"},     Heading{SheetColumn::link, "操作"},
    Heading{SheetColumn::supplier, "供应商"},     Heading{SheetColumn::plant, "工厂"},
    Heading{SheetColumn::dock, "道口"},           Heading{SheetColumn::route, "路线"},
    Heading{SheetColumn::pickup, "计划取货时间"}, Heading{SheetColumn::arrive, "计划到达时间"},
    Heading{SheetColumn::published, "发布时间"},  Heading{SheetColumn::carrier, "承运商"},
    Heading{SheetColumn::boxes, "箱数"},          Heading{SheetColumn::trip, "车次"},
    Heading{SheetColumn::remark, "备注"}};

// Column 1 is the part and column 4 the promised quantity, counted from 0.
constexpr std::array kSheetLines{Heading{LineColumn::index, "序号"},         Heading{LineColumn::part, "零件号"},
                                 Heading{LineColumn::name, "零件名称"},      Heading{LineColumn::required, "需求数量"},
                                 Heading{LineColumn::committed, "承诺数量"}, Heading{LineColumn::uom, "单位"},
                                 Heading{LineColumn::pack, "标准包装"},      Heading{LineColumn::boxes, "箱数"},
                                 Heading{LineColumn::pack_code, "包装代码"}, Heading{LineColumn::kanban, "看板号"},
                                 Heading{LineColumn::line, "生产线"},        Heading{LineColumn::remark, "备注"}};

constexpr std::array kReleaseList{
    Heading{ReleaseColumn::index, "序号"},       Heading{ReleaseColumn::number, "计划编号"},
    Heading{ReleaseColumn::version, "版本"},     Heading{ReleaseColumn::duns, "DUNS"},
    Heading{ReleaseColumn::plant, "工厂"},       Heading{ReleaseColumn::published, "发布时间"},
    Heading{ReleaseColumn::first_day, "起始日"}, Heading{ReleaseColumn::last_day, "结束日"},
    Heading{ReleaseColumn::state, "状态"},       Heading{ReleaseColumn::actions, "操作"}};

constexpr std::array kReleaseLines{Heading{WeeklyColumn::part, "零件号"},  Heading{WeeklyColumn::name, "零件名称"},
                                   Heading{WeeklyColumn::uom, "单位"},     Heading{WeeklyColumn::pack, "标准包装"},
                                   Heading{WeeklyColumn::dock, "道口"},    Heading{WeeklyColumn::received, "累计已收"},
                                   Heading{WeeklyColumn::behind, "欠交"},  Heading{WeeklyColumn::days, "本周"},
                                   Heading{WeeklyColumn::weeks, "周计划"}, Heading{WeeklyColumn::months, "月计划"},
                                   Heading{WeeklyColumn::remark, "备注"}};

}  // namespace

constexpr Words kChinese{
    .language = Language::chinese,
    .charset = Charset::gbk,
    .content_type = "text/html;charset=GBK",
    .meta_charset = "gb2312",
    .system = "电子交货计划系统",
    .supplier_login = "供应商登录",
    .user = "用户名",
    .password = "密码",
    .captcha = "验证码",
    .log_in = "登录",
    .fill_in = "请输入用户名和密码",
    .signed_in = "登录成功",
    .no_window = "登录成功。如果没有自动打开新窗口，请点击",
    .enter = "进入系统",
    .work_area = "工作区",
    .welcome = "欢迎",
    .welcome_text = "欢迎使用电子交货计划系统。请从左侧菜单选择功能。",
    .menu = "菜单",
    .log_out = "退出系统",
    .sheets = "交货计划单发布",
    .unread_sheets = "未读取货单",
    .accepted_sheets = "已接受取货单",
    .all_sheets = "全部取货单",
    .releases = "周交货计划预测发布",
    .view = "查看",
    .download = "下载",
    .back = "返回",
    .accept = "接受",
    .count = "共{}条 第{}/{}页",
    .first_page = "首页",
    .previous_page = "上一页",
    .next_page = "下一页",
    .last_page = "末页",
    .no_records = "没有符合条件的记录",
    .column = "栏目",
    .notice = "提示信息",
    .busy = "系统繁忙",
    .no_sheet = "取货单不存在",
    .no_release = "计划不存在",
    .token_used = "请勿重复提交",
    .accepted = "接受成功",
    .not_acceptable = "取货单状态不允许接受",
    .bad_quantity = "承诺数量格式错误",
    .too_much = "承诺数量不能大于需求数量",
    .states = {"未读", "已读", "已接受", "已发运", "已收货", "取消", "变更"},
    .sheet_list = kSheetList,
    .sheet_lines = kSheetLines,
    .release_list = kReleaseList,
    .release_lines = kReleaseLines,
    .sheet_detail = "交货计划单明细",
    .sheet_file = "交货计划单",
    .supplier = "供应商",
    .duns = "DUNS",
    .all_boxes = "总箱数",
    .delivery_note = "交货说明<br>Delivery Note",
    .delivery_text = "请按取货时间窗备货，随车附送货单。",
    .release_detail = "周交货计划预测明细",
    .planner = "计划员",
    .week = "第{}周 {}",
    .total = "合计",
    .supplier_name = "示例汽车零部件（上海）有限公司",
    .new_part = "新零件",
    .phase_out = "即将断点",
};

}  // namespace calloff::simulator
