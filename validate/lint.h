#pragma once
// The verdict on a file: what the webhook would say of each object in it, with line and column.
// Pure.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/yaml.h"
#include "validate/verdict.h"

namespace promgate {

struct LintFinding {
  Problem problem;  // its path begins at the object, not at the list or document that holds it
  std::string
      object;  // "PrometheusRule monitoring/node"; empty for a rule file, and when there is no YAML
  // Where in the file; inside an expression when the problem knows. What is absent is where it is
  // missing.
  YamlMark begin, end;
};

struct LintReport {
  std::vector<LintFinding> findings;  // in the order of the file's objects
  std::vector<std::string> objects;   // the judged ones, in their order; "" for a rule file
  size_t not_judged = 0;              // objects of kinds for which there are no checks
};

// `text` is YAML or JSON: manifests (any number of documents, List objects too), or one rule file
// of Prometheus
// (`groups` at the top). What is neither YAML nor within its limits is one finding, yaml/syntax.
LintReport Lint(std::string_view text, const Context& context);

}  // namespace promgate
