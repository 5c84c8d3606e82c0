#include "support/portal/found_adapters.hpp"

#include <unistd.h>

#include <fstream>
#include <stdexcept>

#include "accounts/adapter_loader.hpp"
#include "support/paths.hpp"

namespace calloff::test {
namespace {

namespace fs = std::filesystem;

std::vector<FoundAdapter> load_all() {
  auto loaded = accounts::load_adapters(build_folder() / "lib/calloff/adapters");
  if (!loaded.refused.empty()) throw std::runtime_error(sentence(loaded.refused.front()));
  std::vector<FoundAdapter> found;
  for (auto& module : loaded.modules) {
    const fs::path file = module.file;
    found.push_back({file, source_folder() / "adapters" / file.stem(), module.manifest});
  }
  return found;
}

/// A configuration folder that is gone with the object.
struct ConfigurationFolder {
  fs::path path;
  ConfigurationFolder() {
    auto pattern = (fs::temp_directory_path() / "calloff-sample-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("no folder for the test");
    path = pattern;
    fs::create_directories(path / "customers");
    std::ofstream(path / "calloff.yaml") << "language: en\n";
  }
  ~ConfigurationFolder() { fs::remove_all(path); }
  ConfigurationFolder(const ConfigurationFolder&) = delete;
  ConfigurationFolder& operator=(const ConfigurationFolder&) = delete;
};

}  // namespace

const std::vector<FoundAdapter>& found_adapters() {
  static const auto found = load_all();
  return found;
}

const FoundAdapter& found_adapter(const std::string& name) {
  for (const auto& adapter : found_adapters())
    if (adapter.name() == name) return adapter;
  throw std::runtime_error("adapter " + name + " was not built");
}

Sample load_sample(const FoundAdapter& adapter) {
  const ConfigurationFolder folder;
  fs::copy_file(adapter.folder / "sample.yaml", folder.path / "customers/sample.yaml");
  const auto loaded = settings::load_configuration(folder.path);
  Sample sample;
  for (const auto& error : loaded.errors) sample.mistakes.push_back(sentence(error));
  for (const auto& customer : loaded.configuration.customers)
    for (const auto& account : customer.accounts)
      if (account.adapter == adapter.name()) sample.account = account;
  if (sample.account.name.empty()) {
    sample.mistakes.push_back("no account with adapter " + adapter.name());
    return sample;
  }
  for (const auto& error : settings::check_account(sample.account, *adapter.manifest->spec()))
    sample.mistakes.push_back(sentence(error));
  return sample;
}

}  // namespace calloff::test
