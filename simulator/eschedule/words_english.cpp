#include "simulator/eschedule/words.hpp"

namespace calloff::simulator {
namespace {

constexpr std::array kSheetList{
    Heading{SheetColumn::select, "Sel."},        Heading{SheetColumn::number, "Pickup no."},
    Heading{SheetColumn::link, "Action"},        Heading{SheetColumn::state, "Status"},
    Heading{SheetColumn::published, "Released"}, Heading{SheetColumn::pickup, "Pickup at"},
    Heading{SheetColumn::arrive, "Due at dock"}, Heading{SheetColumn::plant, "Plant"},
    Heading{SheetColumn::dock, "Dock"},          Heading{SheetColumn::supplier, "Supplier DUNS"},
    Heading{SheetColumn::route, "Route"},        Heading{SheetColumn::carrier, "Carrier"},
    Heading{SheetColumn::boxes, "Boxes"},        Heading{SheetColumn::trip, "Trip"},
    Heading{SheetColumn::remark, "Remark"}};

constexpr std::array kSheetLines{
    Heading{LineColumn::index, "Line"},          Heading{LineColumn::part, "Part number"},
    Heading{LineColumn::name, "Description"},    Heading{LineColumn::uom, "Unit"},
    Heading{LineColumn::required, "Required"},   Heading{LineColumn::committed, "Confirmed"},
    Heading{LineColumn::pack, "Pack size"},      Heading{LineColumn::boxes, "Boxes"},
    Heading{LineColumn::pack_code, "Pack code"}, Heading{LineColumn::kanban, "Kanban"},
    Heading{LineColumn::line, "Assembly line"},  Heading{LineColumn::remark, "Remark"}};

constexpr std::array kReleaseList{
    Heading{ReleaseColumn::index, "No."},          Heading{ReleaseColumn::number, "Release no."},
    Heading{ReleaseColumn::version, "Revision"},   Heading{ReleaseColumn::plant, "Plant"},
    Heading{ReleaseColumn::duns, "Supplier DUNS"}, Heading{ReleaseColumn::first_day, "From"},
    Heading{ReleaseColumn::last_day, "To"},        Heading{ReleaseColumn::published, "Released"},
    Heading{ReleaseColumn::state, "Status"},       Heading{ReleaseColumn::actions, "Action"}};

constexpr std::array kReleaseLines{
    Heading{WeeklyColumn::part, "Part number"}, Heading{WeeklyColumn::name, "Description"},
    Heading{WeeklyColumn::dock, "Dock"},        Heading{WeeklyColumn::uom, "Unit"},
    Heading{WeeklyColumn::pack, "Pack size"},   Heading{WeeklyColumn::received, "Cum. received"},
    Heading{WeeklyColumn::behind, "Overdue"},   Heading{WeeklyColumn::days, "First week"},
    Heading{WeeklyColumn::weeks, "Weeks"},      Heading{WeeklyColumn::months, "Months"},
    Heading{WeeklyColumn::remark, "Remark"}};

}  // namespace

constexpr Words kEnglish{
    .language = Language::english,
    .charset = Charset::utf8,
    .content_type = "text/html;charset=UTF-8",
    .meta_charset = "utf-8",
    .system = "Electronic Delivery Schedule",
    .supplier_login = "Supplier log-in",
    .user = "User",
    .password = "Password",
    .captcha = "Code in the picture",
    .log_in = "Log in",
    .fill_in = "Please enter user and password",
    .signed_in = "Signed in",
    .no_window = "You are signed in. If no new window has opened, go to",
    .enter = "the system",
    .work_area = "Work area",
    .welcome = "Welcome",
    .welcome_text = "Welcome to the Electronic Delivery Schedule. Please choose from the menu.",
    .menu = "Menu",
    .log_out = "Log out",
    .sheets = "Pickup sheets",
    .unread_sheets = "Unread sheets",
    .accepted_sheets = "Accepted sheets",
    .all_sheets = "All sheets",
    .releases = "Weekly releases",
    .view = "View",
    .download = "Download",
    .back = "Back",
    .accept = "Accept",
    .count = "{} records, page {} of {}",
    .first_page = "First",
    .previous_page = "Previous",
    .next_page = "Next",
    .last_page = "Last",
    .no_records = "No records found",
    .column = "Field ",
    .notice = "Notice",
    .busy = "The system is busy",
    .no_sheet = "No such pickup sheet",
    .no_release = "No such release",
    .token_used = "This form was sent already",
    .accepted = "Sheet accepted",
    .not_acceptable = "A sheet in this status cannot be accepted",
    .bad_quantity = "The confirmed quantity is not a number",
    .too_much = "The confirmed quantity is above the required one",
    .states = {"Unread", "Read", "Accepted", "Shipped", "Received", "Cancelled", "Changed"},
    .sheet_list = kSheetList,
    .sheet_lines = kSheetLines,
    .release_list = kReleaseList,
    .release_lines = kReleaseLines,
    .sheet_detail = "Pickup sheet",
    .sheet_file = "Pickup sheet",
    .supplier = "Supplier",
    .duns = "Supplier DUNS",
    .all_boxes = "Boxes in all",
    .delivery_note = "Delivery note",
    .delivery_text = "Have the goods ready in the pickup window; the delivery note travels with them.",
    .release_detail = "Weekly release",
    .planner = "Planner",
    .week = "W{} {}",
    .total = "Total",
    .supplier_name = "Example Auto Parts (Shanghai) Co., Ltd.",
    .new_part = "new part",
    .phase_out = "phase-out",
};

}  // namespace calloff::simulator
