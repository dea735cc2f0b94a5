#include "validate/verdict.h"

#include <algorithm>
#include <iterator>

#include "api/kinds.h"
#include "validate/kinds/kinds.h"
#include "validate/ratchet.h"

namespace promgate {
namespace {

struct KindCheck {
  std::string_view kind;
  void (*check)(const Field& object, const Context& context, Problems& problems);
};

constexpr KindCheck kKindChecks[] = {
    {"PrometheusRule", CheckPrometheusRule},
};

const KindCheck* FindCheck(const Field& object) {
  const std::string_view api_version = object["apiVersion"].str();
  if (api_version.substr(0, api_version.find('/')) != kGroup) return nullptr;
  const auto* found =
      std::find_if(std::begin(kKindChecks), std::end(kKindChecks),
                   [kind = object["kind"].str()](const KindCheck& k) { return k.kind == kind; });
  return found == std::end(kKindChecks) ? nullptr : found;
}

Problems JudgeAlone(const Json& object, const Context& context) {
  Problems problems;
  const Field root(object);
  if (const KindCheck* kind = FindCheck(root)) kind->check(root, context, problems);
  return problems;
}

}  // namespace

bool IsJudged(const Json& object) {
  return FindCheck(Field(object)) != nullptr;
}

Problems Judge(const Json& object, const Json* old, const Context& context) {
  if (Field(object)["metadata"]["deletionTimestamp"]) return {};
  Problems problems = JudgeAlone(object, context);
  if (old != nullptr && problems.HasErrors())
    Ratchet(object, problems, *old, JudgeAlone(*old, context));
  return problems;
}

}  // namespace promgate
