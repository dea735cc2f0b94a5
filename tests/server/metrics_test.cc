#include "server/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <set>
#include <sstream>

#include "server/process_metrics.h"

namespace promgate {
namespace {

using testing::HasSubstr;
using testing::Not;

// A page on which every row of kMetrics stands.
std::string FullPage(Metrics& metrics) {
  metrics.Measured("/validate", [](const HttpRequest&) { return HttpResponse{}; })({});
  metrics.CountReview("PrometheusRule", "CREATE", Outcome::kDenied, false);
  metrics.CountFinding("promql/syntax", "error", "PrometheusRule");
  metrics.ObserveReviewBytes(2000);
  metrics.OnScrape(ScrapeProcess);
  metrics.OnScrape([](Scrape& scrape) {
    for (const Metric m : {Metric::kCertificateReads, Metric::kCertificateReadErrors})
      scrape.Add(m, 1);
    scrape.Add(Metric::kCertificateExpiry, 1.79e9, {{"role", "leaf"}});
    for (const Metric m : {Metric::kConnections, Metric::kConnectionsAccepted,
                           Metric::kConnectionsRejected, Metric::kHandshakeFailures,
                           Metric::kBadRequests, Metric::kTimeouts, Metric::kHttpExceptions}) {
      for (const char* listener : {"gate", "plain"}) scrape.Add(m, 2, {{"listener", listener}});
    }
  });
  return metrics.Text();
}

// The label names of the first sample of `family`, without le, comma separated.
std::string LabelsOf(const std::string& page, const std::string& family) {
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(family) || line.find_first_of("{ _", family.size()) != family.size())
      continue;
    std::string names;
    for (size_t at = line.find('{'); at != std::string::npos && line[at] != '}';) {
      const size_t equals = line.find('=', at);
      const std::string name = line.substr(at + 1, equals - at - 1);
      if (name != "le") names += (names.empty() ? "" : ",") + name;
      at = line.find('"', equals + 2) + 1;
    }
    return names;
  }
  return "no sample";
}

TEST(MetricsTest, EveryRowOfTheTableIsOnThePageAndNothingElse) {
  Metrics metrics;
  const std::string page = FullPage(metrics);
  std::set<std::string> want, got;
  for (const MetricRow& row : kMetrics) {
    const std::string name = row.name;
    want.insert("# TYPE " + name + " " + Name(row.kind));
    EXPECT_THAT(page, HasSubstr("# HELP " + name + " " + row.help + "\n"));
    EXPECT_EQ(LabelsOf(page, name), row.labels) << name;
  }
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# TYPE ")) got.insert(line);
  }
  EXPECT_EQ(got, want);
}

TEST(MetricsTest, PromtoolFindsNothing) {
  if (std::system("promtool --version >/dev/null 2>&1") != 0)
    GTEST_SKIP() << "promtool is not here";
  Metrics metrics;
  const std::string page = FullPage(metrics);
  const std::string path = testing::TempDir() + "promgate_metrics.txt";
  std::FILE* file = std::fopen(path.c_str(), "w");
  ASSERT_NE(file, nullptr);
  std::fputs(page.c_str(), file);
  std::fclose(file);
  EXPECT_EQ(std::system(("promtool check metrics <" + path).c_str()), 0) << page;
  std::remove(path.c_str());
}

TEST(MetricsTest, LabelsThatAClientChoosesAreBounded) {
  Metrics metrics;
  metrics.CountReview("Evil\"\n", "EAT", Outcome::kError, false);
  metrics.CountReview("Evil2", "EAT2", Outcome::kError, false);
  metrics.CountFinding("a/b", "error", "\xff");
  const std::string page = metrics.Text();
  EXPECT_THAT(page,
              HasSubstr(R"({dry_run="false",kind="other",operation="other",verdict="error"} 2)"));
  EXPECT_THAT(page, HasSubstr(R"(kind="other",severity="error"} 1)"));
  EXPECT_THAT(page, Not(HasSubstr("Evil")));
}

TEST(MetricsTest, BrokenUtf8InALabelDoesNotSpoilThePage) {
  Metrics metrics;
  metrics.OnScrape([](Scrape& scrape) {
    scrape.Add(Metric::kCertificateExpiry, 1, {{"role", "\xff\"\n\\"}});
  });
  EXPECT_THAT(metrics.Text(), HasSubstr("{role=\"\uFFFD\\\"\\n\\\\\"} 1"));
}

TEST(MetricsTest, CodesAndLatencyAreCountedByPath) {
  Metrics metrics;
  int status = 200;
  const HttpHandler handler =
      metrics.Measured("/validate", [&](const HttpRequest&) { return HttpResponse{status}; });
  const std::string before = metrics.Text();
  for (const char* code : {"200", "500"}) {
    EXPECT_THAT(before, HasSubstr(std::string("webhook_requests_total{code=\"") + code +
                                  "\",webhook=\"/validate\"} 0"));
  }
  handler({});
  handler({});
  status = 415;
  handler({});
  const std::string after = metrics.Text();
  EXPECT_THAT(after, HasSubstr(R"(requests_total{code="200",webhook="/validate"} 2)"));
  EXPECT_THAT(after, HasSubstr(R"(requests_total{code="415",webhook="/validate"} 1)"));
  EXPECT_THAT(after, HasSubstr(R"(latency_seconds_count{webhook="/validate"} 3)"));
  EXPECT_THAT(after, HasSubstr(R"(requests_in_flight{webhook="/validate"} 0)"));
}

TEST(MetricsTest, InFlightIsSeenFromInside) {
  Metrics metrics;
  std::string page;
  metrics.Measured("/mutate", [&](const HttpRequest&) {
    page = metrics.Text();
    return HttpResponse{};
  })({});
  EXPECT_THAT(page, HasSubstr(R"(requests_in_flight{webhook="/mutate"} 1)"));
}

TEST(MetricsTest, ProcessFiguresAreThisProcess) {
  struct Collect final : Scrape {
    void Add(Metric metric, double value, Labels) override { values[metric] = value; }
    std::map<Metric, double> values;
  } scrape;
  ScrapeProcess(scrape);
  EXPECT_GT(scrape.values[Metric::kProcessResident], 1 << 20);
  EXPECT_GT(scrape.values[Metric::kProcessVirtual], scrape.values[Metric::kProcessResident]);
  EXPECT_GE(scrape.values[Metric::kProcessThreads], 1);
  EXPECT_GE(scrape.values[Metric::kProcessOpenFds], 3);
  EXPECT_GT(scrape.values[Metric::kProcessMaxFds], scrape.values[Metric::kProcessOpenFds]);
  const double now = static_cast<double>(std::time(nullptr));
  EXPECT_LE(scrape.values[Metric::kProcessStart], now + 1);
  EXPECT_GT(scrape.values[Metric::kProcessStart], now - 24 * 3600);
}

}  // namespace
}  // namespace promgate
