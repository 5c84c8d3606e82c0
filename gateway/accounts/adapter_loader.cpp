#include "accounts/adapter_loader.hpp"

#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "base/text.hpp"

namespace calloff::accounts {
namespace {

namespace fs = std::filesystem;
using adapter_api::Manifest;

Error refuse(std::string code, const std::string& file, std::string detail = {}) {
  return Error(Recovery::fix_config, std::move(code), {{"file", file}, {"detail", std::move(detail)}});
}

bool may_write(const struct stat& s) { return s.st_mode & (S_IWGRP | S_IWOTH); }
bool is_ours(const struct stat& s) { return s.st_uid == 0 || s.st_uid == geteuid(); }

/// Code that others may change is not loaded.
Result<void> check_owner(const std::string& file) {
  struct stat s {};
  if (lstat(file.c_str(), &s) != 0) return refuse("adapter/load_failed", file, std::strerror(errno));
  if (S_ISLNK(s.st_mode)) return refuse("adapter/symlink", file);
  if (!S_ISREG(s.st_mode) || !is_ours(s) || may_write(s)) return refuse("adapter/writable", file);
  return {};
}

Result<AdapterModule> load_one(const std::string& file) {
  if (auto owner = check_owner(file); !owner) return owner.error();
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (!library) return refuse("adapter/load_failed", file, dlerror());
  const auto* manifest = static_cast<const Manifest*>(dlsym(library, "calloff_adapter"));
  if (!manifest) return refuse("adapter/not_an_adapter", file);
  if (auto agrees = check_manifest(*manifest, file); !agrees) return agrees.error();
  return AdapterModule{file, manifest};
}

bool has_word(std::string_view list, std::string_view word) {
  const auto words = split(list, ' ');
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

std::shared_ptr<adapter_api::Adapter> AdapterModule::create() const { return {manifest->create(), manifest->destroy}; }

bool AdapterModule::lists(std::string_view feed) const { return has_word(manifest->feeds, feed); }
bool AdapterModule::takes(std::string_view kind) const { return has_word(manifest->kinds, kind); }

const AdapterModule* LoadedAdapters::find(std::string_view name) const {
  for (const auto& module : modules)
    if (module.manifest->name == name) return &module;
  return nullptr;
}

Result<void> check_manifest(const Manifest& manifest, const std::string& file) {
  if (manifest.api != adapter_api::kApiVersion)
    return refuse("adapter/other_api", file,
                  std::to_string(manifest.api) + ", this program has " + std::to_string(adapter_api::kApiVersion));
  const std::pair<const char*, const char*> facts[] = {{manifest.compiler, adapter_api::kCompiler},
                                                       {manifest.boost, adapter_api::kBoost},
                                                       {manifest.sanitizers, adapter_api::kSanitizers},
                                                       {manifest.core, adapter_api::kCoreBuildId}};
  for (const auto& [theirs, ours] : facts)
    if (!theirs || std::strcmp(theirs, ours) != 0)
      return refuse("adapter/other_build", file,
                    std::string(theirs ? theirs : "nothing") + ", this program with " + ours);
  if (!manifest.name || !manifest.spec || !manifest.create || !manifest.destroy || !manifest.feeds || !manifest.kinds)
    return refuse("adapter/not_an_adapter", file);
  return {};
}

LoadedAdapters load_adapters(const std::string& folder) {
  LoadedAdapters loaded;
  std::vector<std::string> files;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed))
    if (entry.path().extension() == ".so") files.push_back(entry.path().string());
  if (failed) loaded.refused.push_back(refuse("adapter/no_folder", folder, failed.message()));
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    auto module = load_one(file);
    if (module)
      loaded.modules.push_back(*module);
    else
      loaded.refused.push_back(module.error());
  }
  return loaded;
}

std::string default_adapter_folder() {
  std::error_code failed;
  const auto program = fs::read_symlink("/proc/self/exe", failed);
  return (program.parent_path().parent_path() / "lib" / "calloff" / "adapters").string();
}

}  // namespace calloff::accounts
