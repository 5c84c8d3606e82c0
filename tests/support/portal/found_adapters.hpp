// The adapters that the build made, found in their folder and loaded as the gateway loads them.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "adapter_api/manifest.hpp"
#include "settings/configuration.hpp"

namespace calloff::test {

struct FoundAdapter {
  std::filesystem::path file, folder;  ///< the shared object; its sources
  const adapter_api::Manifest* manifest = nullptr;

  std::string name() const { return manifest->name; }
  std::shared_ptr<adapter_api::Adapter> create() const { return {manifest->create(), manifest->destroy}; }
};

/// Every shared object of lib/calloff/adapters; one that cannot be loaded fails the test that asks.
const std::vector<FoundAdapter>& found_adapters();
const FoundAdapter& found_adapter(const std::string& name);

/// The folder's sample.yaml as a customer's file of a configuration of its own, and what is wrong with it.
struct Sample {
  settings::Account account;
  std::vector<std::string> mistakes;
};
Sample load_sample(const FoundAdapter& adapter);

}  // namespace calloff::test
