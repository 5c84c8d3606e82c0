#include <dlfcn.h>

#include <filesystem>

#include "formats/container/containers.hpp"

namespace calloff::formats {
namespace {

Error not_loaded(std::string path, std::string reason) {
  return Error(Recovery::fix_config, "decode/not_loaded", {{"path", std::move(path)}, {"reason", std::move(reason)}});
}

Result<const Containers*> load() {
  // Any function of libcalloff_core.so tells where that library lies.
  Dl_info core{};
  std::filesystem::path folder;
  if (dladdr(reinterpret_cast<const void*>(&load_containers), &core) && core.dli_fname)
    folder = std::filesystem::path(core.dli_fname).parent_path();
  auto path = (folder / "libcalloff_containers.so").string();
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (!library) return not_loaded(std::move(path), dlerror());
  void* symbol = dlsym(library, "calloff_containers");
  if (!symbol) return not_loaded(std::move(path), dlerror());
  return reinterpret_cast<GiveContainers>(symbol)();
}

}  // namespace

Result<const Containers*> load_containers() {
  static const auto loaded = load();
  return loaded;
}

}  // namespace calloff::formats
