// Finds the files of a configuration, reads all of them, gathers every mistake.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <tuple>

#include "base/text.hpp"
#include "settings/care_spec.hpp"
#include "settings/notify_spec.hpp"
#include "settings/values.hpp"

namespace calloff::settings {
namespace {

namespace fs = std::filesystem;

class Loader {
 public:
  explicit Loader(const std::string& folder) : folder_(folder) { loaded_.configuration.folder = folder; }

  LoadedConfiguration load() {
    std::error_code failed;
    if (!fs::is_directory(folder_, failed)) {
      refuse({folder_.string(), 1, 1}, "settings/no_folder", {});
      return std::move(loaded_);
    }
    read_gateway();
    for (const auto& path : yaml_files(loaded_.configuration.gateway.calendars)) read_calendar_file(path);
    for (const auto& path : yaml_files(folder_ / "customers")) read_customer_file(path);
    if (loaded_.configuration.customers.empty() && loaded_.errors.empty())
      refuse({(folder_ / "customers").string(), 1, 1}, "settings/no_customers", {});
    check_notify();
    refuse_strays();
    sort(loaded_.errors);
    sort(loaded_.notes);
    return std::move(loaded_);
  }

 private:
  void refuse(const Place& place, std::string code, std::vector<std::pair<std::string, std::string>> args) {
    loaded_.errors.push_back(error_at(place, std::move(code), std::move(args)));
  }

  static std::vector<fs::path> yaml_files(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(folder, failed))
      if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
  }

  /// The file's tree, held against `spec`; none if it is no YAML.
  std::optional<Node> read(const fs::path& path, const Spec& spec) {
    loaded_.configuration.files.push_back(path.string());
    auto node = read_yaml_file(path.string());
    if (!node) {
      loaded_.errors.push_back(node.error());
      return std::nullopt;
    }
    const auto mistakes = check(spec, *node);
    loaded_.errors.insert(loaded_.errors.end(), mistakes.begin(), mistakes.end());
    return std::move(*node);
  }

  std::string below(const std::string& path) const { return (folder_ / path).lexically_normal().string(); }

  void read_gateway() {
    const auto path = folder_ / "calloff.yaml";
    std::error_code failed;
    if (fs::exists(path, failed)) gateway_node_ = read(path, gateway_spec());
    const auto file = gateway_values();
    auto& gateway = loaded_.configuration.gateway;
    gateway.language = file.text("language");
    if (file.has("http")) read_http(file.object("http"));
    read_care(file, folder_.string(), gateway);
    for (const auto& item : file.items("hosts"))
      gateway.hosts[lower(item.name)] = {item.values.seconds("min_gap"), item.place};
    gateway.notify = read_notify(file, gateway.language, folder_.string(), loaded_.errors);
    if (const auto adapters = file.text("adapters"); !adapters.empty()) gateway.adapters = below(adapters);
    gateway.calendars = below(file.has("calendars") ? file.text("calendars") : "calendars");
    const auto mappings = file.text("mappings");
    if (!mappings.empty())
      gateway.mappings = below(mappings);
    else
      gateway.mappings = below(fs::is_directory(folder_ / "mappings", failed) ? "mappings" : "../mappings");
    for (const auto& [key, folder] : {std::pair("mappings", gateway.mappings), std::pair("adapters", gateway.adapters),
                                      std::pair("calendars", gateway.calendars)})
      if (file.has(key) && !fs::is_directory(folder, failed))
        refuse(file.value_place(key), "settings/missing_folder", {{"key", key}, {"path", folder}});
  }

  /// Nobody is asked for a password there: other machines never reach it.
  void read_http(const Values& http) {
    const auto text = http.text("listen");
    if (text.empty()) return;  // told already
    auto listen = parse_listen(text);
    if (listen)
      loaded_.configuration.gateway.http = std::move(*listen);
    else
      refuse(http.value_place("listen"), listen.error().code, listen.error().args);
  }

  Values gateway_values() const { return {gateway_spec(), gateway_node_ ? &*gateway_node_ : nullptr}; }

  /// Whose tickets are told: known once every customer's file is read.
  void check_notify() {
    std::vector<std::string> names;
    for (const auto& customer : loaded_.configuration.customers) names.push_back(customer.customer);
    check_notified_customers(gateway_values(), names, loaded_.errors);
  }

  /// A file is named after what it describes, so that nothing is described twice.
  void check_file_name(const fs::path& path, const std::string& name, const Node& node, const char* key) {
    if (!name.empty() && path.stem() != name)
      refuse(node.find(key) ? node.find(key)->place : node.place, "settings/file_name", {{"name", name}, {"key", key}});
  }

  void read_calendar_file(const fs::path& path) {
    const auto node = read(path, calendar_spec());
    if (!node || !node->is_map()) return;
    calendars_.push_back(read_calendar(*node, loaded_.errors, loaded_.notes));
    check_file_name(path, calendars_.back().name, *node, "calendar");
  }

  void read_customer_file(const fs::path& path) {
    const auto node = read(path, customer_spec());
    if (!node || !node->is_map()) return;
    auto customer = read_customer(*node, folder_.string(), calendars_, loaded_.errors);
    check_file_name(path, customer.customer, *node, "customer");
    loaded_.configuration.customers.push_back(std::move(customer));
  }

  /// A YAML file that nothing reads is a file somebody believes in. Folders with a calloff.yaml of their own are other
  /// configurations; the mappings have their own checks.
  void refuse_strays() {
    const auto& files = loaded_.configuration.files;
    std::error_code failed;
    for (fs::recursive_directory_iterator at(folder_, failed), end; at != end; at.increment(failed)) {
      if (at->is_directory(failed)) {
        const bool is_other = fs::exists(at->path() / "calloff.yaml", failed);
        const bool is_mappings = fs::equivalent(at->path(), loaded_.configuration.gateway.mappings, failed);
        if (is_other || is_mappings) at.disable_recursion_pending();
        continue;
      }
      const auto extension = at->path().extension();
      if (extension != ".yaml" && extension != ".yml") continue;
      if (std::find(files.begin(), files.end(), at->path().string()) == files.end())
        refuse({at->path().string(), 1, 1}, "settings/stray_file", {});
    }
  }

  static void sort(std::vector<Error>& errors) {
    std::vector<std::tuple<std::string, long, long, std::size_t>> keys;
    for (const auto& error : errors) {
      const auto& position = error.where.position;
      const auto column = position.rfind(':');
      const auto line = position.rfind(':', column - 1);
      keys.emplace_back(position.substr(0, line), std::atol(position.c_str() + line + 1),
                        std::atol(position.c_str() + column + 1), keys.size());
    }
    std::sort(keys.begin(), keys.end());
    std::vector<Error> sorted;
    for (const auto& key : keys) sorted.push_back(std::move(errors[std::get<3>(key)]));
    errors = std::move(sorted);
  }

  fs::path folder_;
  LoadedConfiguration loaded_;
  std::optional<Node> gateway_node_;
  std::vector<NamedCalendar> calendars_;
};

}  // namespace

LoadedConfiguration load_configuration(const std::string& folder) { return Loader(folder).load(); }

const CustomerSettings* Configuration::find_customer(std::string_view name) const {
  for (const auto& customer : customers)
    if (customer.customer == name) return &customer;
  return nullptr;
}

}  // namespace calloff::settings
