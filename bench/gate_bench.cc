// Where the time of one admission review goes, without the network: JSON, judging, the whole
// handler.
//   gate_bench REVIEW.json
// CPU time of this thread, best of five rounds. The transport's share is bench/admission.sh's CPU a
// request less the last row.

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <functional>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "base/json.h"
#include "server/admission.h"
#include "server/metrics.h"
#include "validate/verdict.h"

namespace promgate {
namespace {

double CpuMicroseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

void Row(const char* what, const std::function<void()>& work) {
  constexpr int kRounds = 5, kTimes = 2000;
  double best = 1e18;
  for (int round = 0; round < kRounds; ++round) {
    const double start = CpuMicroseconds();
    for (int i = 0; i < kTimes; ++i) work();
    best = std::min(best, (CpuMicroseconds() - start) / kTimes);
  }
  std::printf("%-44s %8.1f us\n", what, best);
}

int Run(const char* path) {
  std::ifstream file(path);
  const std::string body{std::istreambuf_iterator<char>(file), {}};
  const Result<Json> review = ParseJson(body);
  if (!review) {
    std::fprintf(stderr, "%s: %s\n", path, review.error().message.c_str());
    return 2;
  }
  const Json& object = (*review)["request"]["object"];
  const Context context;
  Metrics metrics;
  const Admission admission(
      [&](const Json& now, const Json* old) { return Judge(now, old, context); }, metrics);
  const HttpRequest request{"POST", "/validate", "application/json", body};

  std::printf("%s, %zu bytes\n", path, body.size());
  Row("JSON: parse the review", [&] { (void)ParseJson(body); });
  Row("judging: every check on the object", [&] { (void)Judge(object, nullptr, context); });
  Row("handler: parse, judge, answer, count", [&] { (void)admission.Validate(request); });
  return 0;
}

}  // namespace
}  // namespace promgate

int main(int argc, char** argv) {
  if (argc == 2) return promgate::Run(argv[1]);
  std::fprintf(stderr, "usage: gate_bench REVIEW.json\n");
  return 2;
}
