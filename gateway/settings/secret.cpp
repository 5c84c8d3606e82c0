#include "settings/secret.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace calloff::settings {
namespace {

constexpr std::size_t kMaxBytes = 64u << 10;
constexpr std::string_view kEnvironment = "env:", kFile = "file:";

Error refused(std::string code, std::vector<std::pair<std::string, std::string>> args) {
  return Error(Recovery::fix_config, std::move(code), std::move(args));
}

class File {
 public:
  explicit File(const std::string& path) : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

std::string octal(mode_t mode) {
  char text[8];
  std::snprintf(text, sizeof text, "%04o", unsigned(mode & 07777));
  return text;
}

Result<void> check_protection(const struct stat& status, const std::string& path) {
  if (!S_ISREG(status.st_mode)) return refused("secrets/not_a_file", {{"path", path}});
  if (status.st_uid != 0 && status.st_uid != ::geteuid())
    return refused("secrets/foreign_owner", {{"path", path}, {"uid", std::to_string(status.st_uid)}});
  if (status.st_mode & (S_IRWXG | S_IRWXO))
    return refused("secrets/readable_by_others", {{"path", path}, {"mode", octal(status.st_mode)}});
  return {};
}

Result<SecretText> read_file(const std::string& path) {
  const File file(path);
  const auto reason = errno;
  if (file.descriptor() < 0 && reason == ENOENT) return refused("secrets/missing_file", {{"path", path}});
  struct stat status{};
  if (file.descriptor() < 0 || ::fstat(file.descriptor(), &status) != 0)
    return refused("secrets/unreadable",
                   {{"path", path}, {"reason", std::strerror(file.descriptor() < 0 ? reason : errno)}});
  if (auto safe = check_protection(status, path); !safe) return safe.error();
  std::string text(kMaxBytes + 1, '\0');
  const auto count = ::read(file.descriptor(), text.data(), text.size());
  if (count < 0) return refused("secrets/unreadable", {{"path", path}, {"reason", std::strerror(errno)}});
  text.resize(std::size_t(count));
  if (text.size() > kMaxBytes) return refused("secrets/too_large", {{"path", path}});
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  if (text.empty()) return refused("secrets/empty", {{"path", path}});
  return SecretText(std::move(text));
}

}  // namespace

SecretText::SecretText(SecretText&& other) noexcept { *this = std::move(other); }

SecretText& SecretText::operator=(SecretText&& other) noexcept {
  if (this == &other) return *this;
  forget();
  text_ = other.text_;
  other.forget();
  return *this;
}

void SecretText::forget() {
  ::explicit_bzero(text_.data(), text_.size());
  text_.clear();
}

bool is_environment_reference(std::string_view text) {
  if (!text.starts_with(kEnvironment)) return false;
  const auto name = text.substr(kEnvironment.size());
  constexpr auto kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
  return !name.empty() && name.find_first_not_of(kLetters) == name.npos && (name[0] < '0' || name[0] > '9');
}

Result<SecretReference> parse_secret_reference(std::string_view text, const std::string& folder) {
  if (is_environment_reference(text))
    return SecretReference{SecretReference::Kind::environment, std::string(text.substr(kEnvironment.size()))};
  if (text.starts_with(kFile) && text.size() > kFile.size())
    return SecretReference{SecretReference::Kind::file,
                           (std::filesystem::path(folder) / text.substr(kFile.size())).lexically_normal().string()};
  return refused("secrets/bad_reference", {});
}

Result<SecretText> read_secret(const SecretReference& reference) {
  if (reference.kind == SecretReference::Kind::file) return read_file(reference.name);
  const auto* value = std::getenv(reference.name.c_str());
  if (!value || !*value) return refused("secrets/not_set", {{"name", reference.name}});
  return SecretText(value);
}

Result<std::string> resolve_environment(std::string_view text) {
  if (!is_environment_reference(text)) return std::string(text);
  const std::string name(text.substr(kEnvironment.size()));
  const auto* value = std::getenv(name.c_str());
  if (!value || !*value) return refused("secrets/not_set", {{"name", name}});
  return std::string(value);
}

}  // namespace calloff::settings
