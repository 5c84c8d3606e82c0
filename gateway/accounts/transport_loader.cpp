#include "accounts/transport_loader.hpp"

#include <dlfcn.h>

#include <filesystem>

#include "base/error_catalogue.hpp"

namespace calloff::accounts {
namespace {

Error not_loaded(std::string path, std::string reason) {
  return Error(Recovery::fix_config, "wire/not_loaded", {{"path", std::move(path)}, {"reason", std::move(reason)}});
}

/// The library's symbol. The library stays loaded until the process ends.
Result<void*> symbol_of(const std::string& path, const char* name) {
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  void* symbol = library ? dlsym(library, name) : nullptr;
  if (!symbol) return not_loaded(path, dlerror());
  return symbol;
}

constexpr auto kNoCurl = "libcurl could not be initialised";

}  // namespace

std::string transport_path() {
  // Any function of libcalloff_core.so tells where that library lies.
  Dl_info core{};
  std::filesystem::path folder;
  if (dladdr(reinterpret_cast<const void*>(&find_sentence), &core) && core.dli_fname)
    folder = std::filesystem::path(core.dli_fname).parent_path();
  return (folder / "libcalloff_transport.so").string();
}

Result<std::shared_ptr<transport::Transport>> load_transport(std::string path, boost::asio::any_io_executor executor,
                                                             Clock& clock) {
  const auto symbol = symbol_of(path, "calloff_create_transport");
  if (!symbol) return symbol.error();
  auto* made = reinterpret_cast<transport::CreateTransport>(*symbol)(&executor, &clock);
  if (!made) return not_loaded(std::move(path), kNoCurl);
  return std::shared_ptr<transport::Transport>(made);
}

Result<std::shared_ptr<transport::Mailer>> load_mailer(std::string path) {
  const auto symbol = symbol_of(path, "calloff_create_mailer");
  if (!symbol) return symbol.error();
  auto* made = reinterpret_cast<transport::CreateMailer>(*symbol)();
  if (!made) return not_loaded(std::move(path), kNoCurl);
  return std::shared_ptr<transport::Mailer>(made);
}

}  // namespace calloff::accounts
