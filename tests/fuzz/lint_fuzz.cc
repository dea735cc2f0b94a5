// Any bytes as a file to lint: no crash; findings stand inside the file; an object that stays as it
// is has no new problems.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "base/yaml.h"
#include "validate/lint.h"
#include "validate/verdict.h"

namespace {

void Require(bool holds, const char* what, std::string_view text) {
  if (holds) return;
  std::fprintf(stderr, "%s: %.*s\n", what, static_cast<int>(text.size()), text.data());
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace promgate;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const LintFinding& finding : Lint(text, {}).findings) {
    Require(finding.begin.offset <= size && finding.end.offset <= size, "outside the file", text);
    Require(!finding.problem.check.empty(), "a finding without a check", text);
  }
  const auto documents = ParseYaml(text);
  if (!documents) return 0;
  for (const YamlDocument& document : *documents) {
    Require(!Judge(document.root, &document.root, {}).HasErrors(), "worse than itself", text);
  }
  return 0;
}
