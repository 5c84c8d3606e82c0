// Secrets by reference: configuration names where a secret is kept, never the secret.
// Threading: values; reading asks the environment and the disk.
#pragma once
#include <iosfwd>
#include <string>
#include <string_view>

#include "settings/document.hpp"

namespace calloff::settings {

/// Where a secret is kept. name: the variable, or the file's path.
struct SecretReference {
  enum class Kind { environment, file };
  Kind kind = Kind::environment;
  std::string name;
};

/// A secret's text. It cannot be printed or streamed; who needs the characters calls reveal() and hands them to the
/// wire alone. The characters are overwritten when it goes.
class SecretText {
 public:
  explicit SecretText(std::string text) : text_(std::move(text)) {}
  SecretText(SecretText&& other) noexcept;
  SecretText& operator=(SecretText&& other) noexcept;
  SecretText(const SecretText&) = delete;
  SecretText& operator=(const SecretText&) = delete;
  ~SecretText() { forget(); }

  const std::string& reveal() const { return text_; }
  bool is_empty() const { return text_.empty(); }

 private:
  void forget();
  std::string text_;
};
std::ostream& operator<<(std::ostream&, const SecretText&) = delete;

/// Is this `env:NAME` with a NAME of letters, digits and _?
bool is_environment_reference(std::string_view text);

/// `env:NAME` or `file:PATH`; folder: where a relative PATH begins.
/// errors: fix_config secrets/bad_reference, never with the text: it may be the password itself
Result<SecretReference> parse_secret_reference(std::string_view text, const std::string& folder);

/// Reads it now. One line break at a file's end is not part of the secret. A file must belong to root or to the user we
/// run as, and only its owner may read it: what is checked is the file that was opened.
/// errors: fix_config secrets/not_set (name), secrets/missing_file, secrets/readable_by_others, secrets/foreign_owner,
///         secrets/not_a_file, secrets/unreadable, secrets/empty, secrets/too_large (all: path)
Result<SecretText> read_secret(const SecretReference& reference);

/// A value that may be given as `env:NAME`, such as an address. errors: fix_config secrets/not_set (name)
Result<std::string> resolve_environment(std::string_view text);

}  // namespace calloff::settings
