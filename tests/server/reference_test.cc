// The pages of docs/reference that are printed from tables of ours; `make golden` rewrites them.

#include <gtest/gtest.h>

#include "base/strings.h"
#include "server/metric_table.h"
#include "server/options.h"
#include "tests/support/golden.h"

namespace promgate {
namespace {

TEST(ReferenceTest, MetricsPageIsTheTable) {
  std::string page =
      "# Metrics\n\n"
      "What `/metrics` of `promgate serve` shows. Printed from `server/metric_table.h` by `make "
      "golden`.\n\n"
      "| metric | type | labels | meaning |\n|---|---|---|---|\n";
  for (const MetricRow& row : kMetrics) {
    page += StrCat(
        {"| `", row.name, "` | ", Name(row.kind), " | ", row.labels, " | ", row.help, " |\n"});
  }
  EXPECT_TRUE(MatchesGolden("docs/reference/metrics.md", page));
}

// The default of a flag as one would type it.
std::string Default(const Flag& flag) {
  if (const auto* text = std::get_if<std::string*>(&flag.value)) return **text;
  if (const auto* on = std::get_if<bool*>(&flag.value)) return **on ? "true" : "false";
  return {};
}

TEST(ReferenceTest, ServePageIsTheFlags) {
  ServeOptions ours, of_operator = OperatorDefaults(), of_webhook = AdmissionWebhookDefaults();
  const FlagSet flags = ServeFlags(ours), operator_flags = ServeFlags(of_operator),
                webhook_flags = ServeFlags(of_webhook);
  std::string page =
      "# promgate serve\n\n"
      "Its flags, with the defaults of `promgate serve` and, where they differ, those under the "
      "peer's program names. Printed from `server/options.cc` by `make golden`.\n\n"
      "| flag | default | as `operator` | as `admission-webhook` | meaning |\n"
      "|---|---|---|---|---|\n";
  std::string ignored;
  for (size_t i = 0; i < flags.options.size(); ++i) {
    const Flag& flag = flags.options[i];
    if (std::holds_alternative<IgnoredFlag>(flag.value)) {
      ignored += StrCat({ignored.empty() ? "" : ", ", "`--", flag.name, "`"});
      continue;
    }
    const auto cell = [](const std::string& text) {
      return text.empty() ? "" : StrCat({"`", text, "`"});
    };
    const auto differing = [&](const Flag& other) {
      return Default(other) == Default(flag) ? "" : cell(Default(other));
    };
    page += StrCat({"| `--", flag.name, "` | ", cell(Default(flag)), " | ",
                    differing(operator_flags.options[i]), " | ",
                    differing(webhook_flags.options[i]), " | ", flag.help, " |\n"});
  }
  page += StrCat({"\nAccepted and ignored, with one warning line: ", ignored, ".\n"});
  EXPECT_TRUE(MatchesGolden("docs/reference/serve.md", page));
}

}  // namespace
}  // namespace promgate
