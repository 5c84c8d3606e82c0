// Finds the adapters' shared objects, checks who may write them and what they were built with, and loads them.
// Loaded once at start, never unloaded. Threading: load from one thread; the result is immutable.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "adapter_api/manifest.hpp"
#include "base/result.hpp"

namespace calloff::accounts {

/// One loaded adapter. The manifest lives as long as the process.
struct AdapterModule {
  std::string file;
  const adapter_api::Manifest* manifest = nullptr;

  /// A new instance for one account; deleted on the adapter's own side.
  std::shared_ptr<adapter_api::Adapter> create() const;
  bool lists(std::string_view feed) const;
  bool takes(std::string_view kind) const;  ///< a submission kind: create, accept ...
};

struct LoadedAdapters {
  std::vector<AdapterModule> modules;  ///< by name
  std::vector<Error> refused;          ///< one for each shared object that was not loaded

  const AdapterModule* find(std::string_view name) const;
};

/// Loads every *.so of `folder`.
/// errors: per file, fix_config adapter/{writable, symlink, not_an_adapter, other_api, other_build, load_failed}
LoadedAdapters load_adapters(const std::string& folder);

/// Agrees with this program? Pure, so that each refusal is tested. errors: fix_config adapter/other_api, other_build
Result<void> check_manifest(const adapter_api::Manifest& manifest, const std::string& file);

/// `lib/calloff/adapters` beside the running program's folder.
std::string default_adapter_folder();

}  // namespace calloff::accounts
