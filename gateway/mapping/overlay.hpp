// `extends`: a customer's mapping as changes to another. Threading: pure.
#pragma once
#include <functional>
#include <string>

#include "mapping/checked_node.hpp"
#include "settings/document.hpp"

namespace calloff::mapping {

/// Reads one YAML file; `file` is relative to the mappings folder, e.g. `customers/sgm/daily.yaml`.
using ReadYaml = std::function<Result<settings::Node>(const std::string& file)>;

/// The mapping `name` with every `extends` resolved: keys of the overlay replace the base's, `change` entries replace
/// single keys of the base's fields (an entry for a field that the base lacks adds it, `drop: true` takes it out).
/// Nodes keep their places. errors: mapping/extends_cycle (chain), mapping/unread (file, reason),
/// mapping/change_without_extends,
///         mapping/change_of_nothing (field, hint), mapping/missing_origin (field): every change says where it comes
///         from
settings::Node resolve_overlays(const std::string& name, const ReadYaml& read, Checker& checker);

/// What a tree says, without places and comments: equal texts, equal meaning.
std::string canonical_text(const settings::Node& node);

}  // namespace calloff::mapping
