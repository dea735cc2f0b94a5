// One library, several askers: the gate's answer to a review and lint's findings in the same
// manifest must be the same, byte for byte.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/strings.h"
#include "base/yaml.h"
#include "server/admission.h"
#include "tests/support/golden.h"
#include "validate/lint.h"
#include "validate/verdict.h"

namespace promgate {
namespace {

struct Verdict {
  std::vector<std::string> errors, warnings;
};

Verdict OfGate(const Json& object) {
  Metrics metrics;
  const Admission admission([](const Json& now, const Json* old) { return Judge(now, old, {}); },
                            metrics);
  const Json review = {
      {"apiVersion", "admission.k8s.io/v1"},
      {"kind", "AdmissionReview"},
      {"request",
       {{"uid", "u"},
        {"kind",
         {{"group", "monitoring.coreos.com"}, {"version", "v1"}, {"kind", "PrometheusRule"}}},
        {"resource",
         {{"group", "monitoring.coreos.com"}, {"version", "v1"}, {"resource", "prometheusrules"}}},
        {"operation", "CREATE"},
        {"object", object}}}};
  const std::string body = DumpJson(review);
  const Result<Json> answer =
      ParseJson(admission.Validate({"POST", "/validate", "application/json", body}).body);
  EXPECT_TRUE(answer);
  const Json& response = (*answer)["response"];
  Verdict verdict;
  if (response["allowed"] == false) {
    for (const Json& cause : response["status"]["details"]["causes"]) {
      verdict.errors.push_back(
          StrCat({cause["field"].get<std::string>(), ": ", cause["message"].get<std::string>()}));
    }
  }
  if (response.contains("warnings"))
    verdict.warnings = response["warnings"].get<std::vector<std::string>>();
  return verdict;
}

Verdict OfLint(const std::string& text) {
  Verdict verdict;
  for (const LintFinding& finding : Lint(text, {}).findings) {
    (finding.problem.severity == Severity::kError ? verdict.errors : verdict.warnings)
        .push_back(finding.problem.Text());
  }
  return verdict;
}

TEST(Verdicts, GateAndLintSayTheSame) {
  size_t compared = 0;
  for (const std::string& path : ListSources("tests/testdata/rules", ".in.yaml")) {
    const std::string text = ReadSource(path);
    const auto documents = ParseYaml(text);
    ASSERT_TRUE(documents) << path;
    const Verdict gate = OfGate(documents->at(0).root), lint = OfLint(text);
    EXPECT_EQ(gate.errors, lint.errors) << path;
    EXPECT_EQ(gate.warnings, lint.warnings) << path;
    compared += gate.errors.size() + gate.warnings.size();
  }
  EXPECT_GT(compared, 50u);
}

}  // namespace
}  // namespace promgate
