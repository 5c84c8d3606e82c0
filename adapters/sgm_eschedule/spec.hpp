#pragma once
#include "pages.hpp"
#include "settings/spec.hpp"

namespace calloff::sgm_eschedule {

/// The account's settings: config/reference has them as a page.
const settings::Spec& spec();

/// Header texts and words as the account sets them.
Words words_of(const adapter_api::Run& run);

}  // namespace calloff::sgm_eschedule
