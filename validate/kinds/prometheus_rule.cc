#include "validate/kinds/kinds.h"

namespace promgate {

void CheckPrometheusRule(const Field& object, const Context& context, Problems& problems) {
  const Field spec = object["spec"];
  if (!spec) {
    problems.Required(spec, "schema/required", {});
    return;
  }
  CheckRuleGroups(spec, Form::kResource, context, problems);
}

}  // namespace promgate
