// What a plant can do wrong when it publishes. The faults of one sheet are about the lowest number of the newest day
// listed; of releases, about the newest.
#include <array>

#include "simulator/faults/kinds.hpp"

namespace calloff::simulator {
namespace {

constexpr Steps kLists = bit(Step::list) | bit(Step::weekly_list);
constexpr Steps kDetails = bit(Step::detail) | bit(Step::file) | bit(Step::weekly_detail) | bit(Step::weekly_file);

constexpr std::array kKinds{
    FaultKind{37, "late_publication", "The day's sheets come from 11:40 on.", bit(Step::list),
              [](Quirks& q) { q.publication.late = true; }},
    FaultKind{37, "two_batches", "Every second one of the day's sheets comes 40 minutes after the others.",
              bit(Step::list), [](Quirks& q) { q.publication.two_batches = true; }},
    FaultKind{38, "sheet_withdrawn", "One sheet, or the newest release, is gone from the list and cannot be opened.",
              kLists | kDetails, [](Quirks& q) { q.publication.withdrawn = true; }},
    FaultKind{
        39, "same_number_new_content",
        "One sheet, or a release, asks for a box more in every line under the same number; the sheet's row says 变更.",
        bit(Step::list) | kDetails, [](Quirks& q) { q.publication.new_content = true; }},
    FaultKind{40, "silent_revision",
              "One sheet, or a release, asks for a box more in every line; its row stays as it was.", kDetails,
              [](Quirks& q) { q.publication.silent_revision = true; }},
    FaultKind{41, "yesterdays_list", "The list is that of the workday before at the same time.", bit(Step::list),
              [](Quirks& q) { q.publication.yesterday = true; }},
    FaultKind{42, "half_the_parts", "Every second row is missing: of the list its sheets, of a detail its parts.",
              bit(Step::list) | kDetails, [](Quirks& q) { q.publication.half = true; }},
    FaultKind{43, "wrong_plant",
              "Another plant's sheets and releases are shown: JQ's, or DY's at JQ; NM has none other.",
              kLists | kDetails, [](Quirks& q) { q.publication.wrong_plant = true; }},
};

}  // namespace

std::span<const FaultKind> publication_faults() { return kKinds; }

}  // namespace calloff::simulator
