#include "validate/checks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <string>

#include "base/strings.h"
#include "tests/support/golden.h"

namespace promgate {
namespace {

// That every check raised is in the table is for the compiler (CheckId); that the page has them
// all, for this test.
TEST(Checks, AreAllInTheReference) {
  std::string page =
      "# Checks\n\n"
      "What promgate looks at, by the id that `kubectl`, `promgate lint` and the logs show. "
      "*error* denies, *warning*\n"
      "does not. Once released, an id keeps its meaning. Printed from `validate/checks.h` by `make "
      "golden`.\n\n"
      "| check | severity | what must hold |\n|---|---|---|\n";
  for (const Check& check : kChecks) {
    const std::string id(check.id);  // an anchor for `promgate lint -o sarif`
    page += StrCat({"| <a id=\"", id, "\"></a>`", id, "` | ",
                    check.severity == Severity::kError ? "error" : "warning", " | ", check.demand,
                    " |\n"});
  }
  EXPECT_TRUE(MatchesGolden("docs/reference/checks.md", page));
}

TEST(Checks, HaveSortedIdsOfAreaAndWhat) {
  const auto before = [](const Check& a, const Check& b) { return a.id <= b.id; };
  EXPECT_EQ(std::adjacent_find(std::begin(kChecks), std::end(kChecks), std::not_fn(before)),
            std::end(kChecks));
  for (const Check& check : kChecks) {
    EXPECT_EQ(check.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz-/"), check.id.npos)
        << check.id;
    EXPECT_EQ(std::count(check.id.begin(), check.id.end(), '/'), 1) << check.id;
    EXPECT_EQ(check.demand.find('|'), check.demand.npos) << check.id;
  }
}

}  // namespace
}  // namespace promgate
