// Any text is read within bounds, in both dialects; every scalar has a place, and every position in
// it lies inside the text.

#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/yaml.h"

namespace {

using promgate::YamlDialect;
using promgate::YamlDocument;

void Check(std::string_view text, YamlDialect dialect) {
  const auto documents = promgate::ParseYaml(text, dialect, {.max_nodes = 10'000});
  if (!documents) {
    if (!documents.error().message.starts_with("line ")) std::abort();
    return;
  }
  for (const YamlDocument& document : *documents) {
    promgate::DumpJson(document.root);
    if (document.places.find("") == document.places.end()) std::abort();
    for (const auto& [path, place] : document.places) {
      for (size_t offset : {size_t{0}, size_t{1}, size_t{7}, size_t{100'000}}) {
        const promgate::YamlMark mark = promgate::LocateInScalar(text, place, offset);
        if (mark.offset > text.size() || mark.offset < place.begin.offset) std::abort();
      }
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Check(text, YamlDialect::kKubernetes);
  Check(text, YamlDialect::kPrometheus);
  return 0;
}
