#include "support/house/layers.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace calloff::test::house {

namespace {

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

[[noreturn]] void refuse(std::size_t line, const std::string& why) {
  throw std::invalid_argument("gateway/LAYERS:" + std::to_string(line) + ": " + why);
}

void read_layer(Layers& layers, std::size_t line, const std::string& rest) {
  const auto colon = rest.find(':');
  if (colon == std::string::npos) refuse(line, "a layer needs a colon");
  const auto name = rest.substr(0, colon);
  std::set<std::string> allowed;
  for (const auto& word : words_of(rest.substr(colon + 1))) {
    if (word == "below") {
      for (const auto& [earlier, _] : layers.may_include) allowed.insert(earlier);
    } else if (layers.may_include.contains(word.substr(0, word.find('/')))) {
      allowed.insert(word);
    } else {
      refuse(line, word + " stands on no earlier line");
    }
  }
  if (!layers.may_include.emplace(name, std::move(allowed)).second) refuse(line, name + " is there twice");
}

void read_library(Layers& layers, std::size_t line, const std::string& rest) {
  const auto equals = rest.find(" = ");
  const auto colon = rest.find(" : ");
  if (equals == std::string::npos || colon == std::string::npos) refuse(line, "library NAME = PREFIX... : FOLDER...");
  Library library{rest.substr(0, equals), words_of(rest.substr(equals + 3, colon - equals - 3)), {}};
  for (const auto& folder : words_of(rest.substr(colon + 3))) {
    if (!layers.may_include.contains(folder)) refuse(line, folder + " is no layer");
    library.folders.insert(folder);
  }
  layers.libraries.push_back(std::move(library));
}

// Every file as other files name it in an include: gateway/ is the root of its own, simulator/ of the checkout.
std::string name_in_includes(std::string_view path) {
  return std::string(path.starts_with("gateway/") ? path.substr(8) : path);
}

std::string resolve(const SourceFile& file, const Include& include) {
  if (include.name.find('/') != std::string::npos) return include.name;
  return name_in_includes(file.path.substr(0, file.path.rfind('/') + 1)) + include.name;
}

// Within its own layer a file may include all, but an adapter nothing of another adapter.
bool is_own(const SourceFile& file, const std::string& included) {
  if (layer_of(included) != layer_of(file.path)) return false;
  if (!included.starts_with("adapters/")) return true;
  return file.path.starts_with(included.substr(0, included.find('/', sizeof "adapters/" - 1) + 1));
}

const Library* library_behind(const Layers& layers, const Include& include) {
  for (const auto& library : layers.libraries) {
    const auto fits = [&](const auto& prefix) { return include.name.starts_with(prefix); };
    if (std::ranges::any_of(library.prefixes, fits)) return &library;
  }
  return nullptr;
}

// Headers with a library inside, directly or through another header of their folder: name in includes -> library.
std::map<std::string, std::string> private_headers(const Layers& layers, const std::vector<SourceFile>& files) {
  std::map<std::string, std::string> found;
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& file : files) {
      if (!is_header(file.path) || found.contains(name_in_includes(file.path))) continue;
      for (const auto& include : includes_of(file.text)) {
        const auto* library = include.quoted ? nullptr : library_behind(layers, include);
        const auto through = include.quoted ? found.find(resolve(file, include)) : found.end();
        if (library == nullptr && through == found.end()) continue;
        found[name_in_includes(file.path)] = library != nullptr ? library->name : through->second;
        grew = true;
        break;
      }
    }
  }
  return found;
}

}  // namespace

Layers parse_layers(std::string_view text) {
  Layers layers;
  const auto lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string line(lines[i]);
    if (line.empty() || line.front() == '#') continue;
    const auto space = line.find(' ');
    const auto kind = line.substr(0, space);
    const auto rest = space == std::string::npos ? std::string{} : line.substr(space + 1);
    if (kind == "layer") {
      read_layer(layers, i + 1, rest);
    } else if (kind == "library") {
      read_library(layers, i + 1, rest);
    } else if (kind == "clock" && !rest.empty()) {
      layers.clock_files.insert(rest);
    } else {
      refuse(i + 1, "'" + kind + "' is none of layer, library, clock");
    }
  }
  return layers;
}

std::string layer_of(std::string_view path) {
  if (path.starts_with("gateway/")) path.remove_prefix(8);
  return std::string(path.substr(0, path.find('/')));
}

std::vector<Offence> layer_offences(const Layers& layers, const std::vector<SourceFile>& files) {
  std::vector<Offence> offences;
  for (const auto& file : files) {
    const auto here = layer_of(file.path);
    const auto allowed = layers.may_include.find(here);
    if (allowed == layers.may_include.end()) {
      offences.push_back({file.path, 1, here + " is not in gateway/LAYERS"});
      continue;
    }
    for (const auto& include : includes_of(file.text)) {
      if (!include.quoted || include.name.find('/') == std::string::npos) continue;
      if (include.name.find("..") != std::string::npos) {
        offences.push_back({file.path, include.line, "an include may not climb: " + include.name});
      } else if (!is_own(file, include.name) && !allowed->second.contains(layer_of(include.name)) &&
                 !allowed->second.contains(include.name)) {
        offences.push_back({file.path, include.line, here + " may not include " + include.name});
      }
    }
  }
  return offences;
}

std::vector<Offence> library_offences(const Layers& layers, const std::vector<SourceFile>& files) {
  std::vector<Offence> offences;
  const auto private_ones = private_headers(layers, files);
  for (const auto& file : files) {
    const auto here = layer_of(file.path);
    for (const auto& include : includes_of(file.text)) {
      if (include.quoted) {
        const auto name = resolve(file, include);
        const auto hit = private_ones.find(name);
        if (hit == private_ones.end() || layer_of(name) == here) continue;
        offences.push_back(
            {file.path, include.line, name + " shows " + hit->second + ", which stays inside " + layer_of(name)});
      } else if (include.name == "boost/asio.hpp") {
        offences.push_back(
            {file.path, include.line, "boost/asio.hpp brings all of Asio; include the parts that are used"});
      } else if (const auto* library = library_behind(layers, include); library && !library->folders.contains(here)) {
        offences.push_back(
            {file.path, include.line, here + " does not wrap " + library->name + " (" + include.name + ")"});
      }
    }
  }
  return offences;
}

}  // namespace calloff::test::house
