#include "settings/document.hpp"

#include "support/catch.hpp"

using namespace calloff;
using namespace calloff::settings;

namespace {

std::string failure(std::string_view text) {
  const auto node = read_yaml(text, "f.yaml");
  return node ? "fine" : sentence(node.error());
}

}  // namespace

TEST_CASE("scalars keep their text as written, and know whether they were quoted") {
  struct Case {
    const char *yaml, *text;
    bool is_quoted;
  };
  const auto c =
      GENERATE(Case{"a: 0123", "0123", false}, Case{"a: '0123'", "0123", true}, Case{"a: 1_000", "1_000", false},
               Case{"a: 0x10", "0x10", false}, Case{"a: yes", "yes", false}, Case{"a: 12:30:45", "12:30:45", false},
               Case{"a: 1e3", "1e3", false}, Case{"a: \"x\\ty\"", "x\ty", true}, Case{"a: 上汽通用", "上汽通用", false},
               Case{"a: |\n  two\n  lines\n", "two\nlines\n", true}, Case{"a: '~'", "~", true});
  INFO(c.yaml);
  const auto node = read_yaml(c.yaml, "f.yaml");
  REQUIRE(node);
  REQUIRE(node->find("a"));
  CHECK(node->find("a")->text == c.text);
  CHECK(node->find("a")->is_quoted == c.is_quoted);
  CHECK(node->find("a")->is_scalar());
}

TEST_CASE("every node knows its place, counted in characters from 1") {
  const auto node = read_yaml("a: 1\nb:\n  上海: [x, {y: z}]\n  c:\nd: 2\n", "dir/f.yaml");
  REQUIRE(node);
  CHECK(node->place.to_string() == "dir/f.yaml:1:1");
  const auto* b = node->find("b");
  REQUIRE(b);
  CHECK(node->key_places[1].to_string() == "dir/f.yaml:2:1");
  CHECK(b->place.to_string() == "dir/f.yaml:3:3");
  const auto* list = b->find("上海");
  REQUIRE(list);
  CHECK(list->place.to_string() == "dir/f.yaml:3:7");
  REQUIRE(list->items.size() == 2);
  CHECK(list->items[0].place.column == 8);
  CHECK(list->items[1].find("y")->place.column == 15);
  CHECK(b->find("c")->kind == Node::Kind::null);
  CHECK(b->find("c")->place.to_string() == "dir/f.yaml:4:3");
  CHECK(node->place_of("d").line == 5);
  CHECK(node->place_of("absent").line == 1);
}

TEST_CASE("maps keep the order of the file") {
  const auto node = read_yaml("z: 1\na: 2\nm: 3\n", "f.yaml");
  REQUIRE(node);
  REQUIRE(node->entries.size() == 3);
  CHECK(node->entries[0].key == "z");
  CHECK(node->entries[2].key == "m");
  CHECK_FALSE(node->find("x"));
}

TEST_CASE("a file with nothing in it is a null node with a place") {
  const auto* text = GENERATE("", "\n\n", "# only a comment\n", "\xef\xbb\xbf", "---\n");
  const auto node = read_yaml(text, "f.yaml");
  REQUIRE(node);
  CHECK(node->kind == Node::Kind::null);
  CHECK(node->place.line >= 1);
}

TEST_CASE("a byte order mark and Windows line ends are fine") {
  const auto node = read_yaml(
      "\xef\xbb\xbf"
      "a: 1\r\nb: x\r\n",
      "f.yaml");
  REQUIRE(node);
  CHECK(node->find("b")->text == "x");
  CHECK(node->find("b")->place.to_string() == "f.yaml:2:4");
}

TEST_CASE("what YAML would take silently or explain badly is refused at its place") {
  struct Case {
    const char *yaml, *says;
  };
  const auto c = GENERATE(
      Case{"a: 1\nb: 2\na: 3\n", "f.yaml:3:1: 'a' stands here twice (first in line 1); keep one"},
      Case{"x: {k: 1, k: 2}\n", "f.yaml:1:11: 'k' stands here twice (first in line 1); keep one"},
      Case{"a:\n  <<: {b: 1}\n", "f.yaml:2:3: merge keys (<<) are not used here; write the keys out"},
      Case{"a: &x 1\nb: *x\n",
           "f.yaml:1:4: YAML reads * and & at the beginning of a value as an alias or an anchor, and neither is used "
           "here; "
           "put the value in quotes, or write it out"},
      Case{"cron: */10 * * * *\n",
           "f.yaml:1:7: YAML reads * and & at the beginning of a value as an alias or an anchor, and neither is used "
           "here; "
           "put the value in quotes, or write it out"},
      Case{"a: !!binary aGk=\n",
           "f.yaml:1:4: the tag tag:yaml.org,2002:binary is not used here; write plain text, in quotes where needed"},
      Case{"? [a, b]\n: 1\n", "f.yaml:1:3: a key must be plain text"},
      Case{"~: 1\n", "f.yaml:1:1: a key must be plain text"},
      Case{"a:\n\tb: 1\n", "f.yaml:2:1: a tab indents this line; YAML wants spaces"},
      Case{"a:\n  b: 1\n  \tc: 2\n", "f.yaml:3:3: a tab indents this line; YAML wants spaces"},
      Case{"a: 1\n---\nb: 2\n", "f.yaml:3:1: a second document (---) begins here; a file holds one"},
      Case{"a: \xb9\xab\n", "f.yaml:1:4: this byte is not UTF-8 text; save the file as UTF-8"},
      Case{"名: \xed\xa0\x80\n", "f.yaml:1:4: this byte is not UTF-8 text; save the file as UTF-8"},
      Case{"a: [1, 2\n", "f.yaml:2:1: not valid YAML: end of sequence flow not found"},
      Case{"a: 'x\n", "f.yaml:1:4: the quote that begins here is never closed"},
      Case{"a: 'it''s\n", "f.yaml:1:4: the quote that begins here is never closed"},
      Case{"a: \"x\\\"\n", "f.yaml:1:4: the quote that begins here is never closed"},
      Case{"a: 1\n b: 2\n", "f.yaml:2:3: not valid YAML: illegal map value"},
      Case{"a: b: c\n", "f.yaml:1:5: not valid YAML: illegal map value"});
  INFO(c.yaml);
  CHECK(failure(c.yaml) == c.says);
}

TEST_CASE("a tab is fine where it does not indent") { CHECK(failure("a: 1\t# note\n\t\nb: 'x\ty'\n") == "fine"); }

TEST_CASE("nothing in a file can grow or exhaust us") {
  CHECK(failure(std::string(70, '[') + std::string(70, ']')) == "f.yaml:1:65: nested deeper than 64 levels");
  CHECK(failure(std::string(1 << 19, '[')) != "fine");
  CHECK(failure(std::string((1 << 20) + 1, 'a')) == "f.yaml:1:1: larger than 1 MiB; is it the right file?");
  CHECK(failure("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n").starts_with("f.yaml:1:4: YAML reads * and &"));
  CHECK(failure(std::string("a: 1\0", 5)) == "f.yaml:1:5: this byte is not UTF-8 text; save the file as UTF-8");
}

TEST_CASE("a file of one very long line is read in time that grows with its length") {
  std::string text = "[";
  for (int i = 0; i < 100'000; ++i) text += "字,";
  const auto node = read_yaml(text + "end]", "f.yaml");
  REQUIRE(node);
  CHECK(node->items.size() == 100'001);
  CHECK(node->items.back().place.column == 200'002);
}

TEST_CASE("what is no readable file says so") {
  CHECK(read_yaml_file("/nonexistent/x.yaml").error().code == "settings/unreadable");
  CHECK(sentence(read_yaml_file("/dev/null").error()) == "/dev/null:1:1: cannot be read: it is not a regular file");
}
