#include "validate/promql/syntax.h"

#include "base/strings.h"

namespace promgate::promql {
namespace {

constexpr bool RowsAreInOrder() {
  for (size_t i = 0; i < std::size(kSyntax); ++i) {
    if (static_cast<size_t>(kSyntax[i].id) != i) return false;
  }
  return true;
}
static_assert(RowsAreInOrder(), "kSyntax is indexed by Syntax");

}  // namespace

std::string Unavailable(std::string_view what, std::string_view disabled, const Gate& gate,
                        const Options& options) {
  const std::string target = options.target.Text();
  switch (Check(gate, options)) {
    case Availability::kYes:
      return {};
    case Availability::kTooNew:
      return StrCat({what, " exists since Prometheus ", gate.since.Text(), " (this is judged for ",
                     target, ")"});
    case Availability::kRemoved:
      return StrCat({what, " exists until Prometheus ", gate.until.Text(), " (this is judged for ",
                     target, ")"});
    case Availability::kNeedsFeature:
      break;
  }
  if (!disabled.empty()) return std::string(disabled);
  return StrCat({what, " needs --enable-feature=", FeatureName(static_cast<Feature>(gate.feature)),
                 " in Prometheus ", target});
}

}  // namespace promgate::promql
