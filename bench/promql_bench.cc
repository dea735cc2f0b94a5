// How long PromQL takes: promql_bench FILE [ROUNDS]
//
// FILE holds one expression a line, \n and \\ escaped. Prints the median round (CPU time of this
// process, one thread) for the lexer alone, for parsing with type checks, and with each printer on
// top.

#include <sys/resource.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <new>
#include <string>
#include <vector>

#include "validate/promql/lexer.h"
#include "validate/promql/parser.h"
#include "validate/promql/printer.h"

namespace {
uint64_t allocations = 0;
}

void* operator new(size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, size_t) noexcept {
  std::free(memory);
}

namespace promgate::promql {
namespace {

constexpr double kRoundSeconds = 0.3;

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::string Unescape(const std::string& line) {
  std::string out;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size()) {
      out += line[++i] == 'n' ? '\n' : line[i];
    } else {
      out += line[i];
    }
  }
  return out;
}

size_t CountTokens(const std::string& text) {
  Lexer lexer(text);
  size_t count = 0;
  while (lexer.Next().token != Token::kEnd) ++count;
  return count;
}

// What is measured; returns something that depends on the work.
struct Task {
  const char* name;
  size_t (*run)(const std::string& text);
};
constexpr Task kTasks[] = {
    {"tokens only", CountTokens},
    {"parse and check", [](const std::string& text) { return Parse(text, {}).errors.size(); }},
    {"… and print", [](const std::string& text) { return Print(*Parse(text, {}).expr).size(); }},
    {"… and pretty-print",
     [](const std::string& text) { return Pretty(*Parse(text, {}).expr).size(); }},
};

struct Corpus {
  std::vector<std::string> exprs;
  double bytes = 0, tokens = 0;
};

void Measure(const Task& task, const Corpus& corpus, int rounds) {
  std::vector<double> seconds;  // a pass over the corpus
  uint64_t allocated = 0;
  volatile size_t sink = 0;
  for (int round = 0; round < rounds; ++round) {
    const double start = CpuSeconds();
    int passes = 0;
    double spent = 0;
    do {
      allocated = allocations;
      for (const std::string& expr : corpus.exprs) sink = sink + task.run(expr);
      allocated = allocations - allocated;
      ++passes;
      spent = CpuSeconds() - start;
    } while (spent < kRoundSeconds);
    seconds.push_back(spent / passes);
  }
  std::nth_element(seconds.begin(), seconds.begin() + rounds / 2, seconds.end());
  const double median = seconds[static_cast<size_t>(rounds / 2)];
  const double count = static_cast<double>(corpus.exprs.size());
  std::printf("%-20s %8.0f ns/expr %7.1f ns/token %6.1f allocations/expr %7.1f MB/s\n", task.name,
              median / count * 1e9, median / corpus.tokens * 1e9,
              static_cast<double>(allocated) / count, corpus.bytes / median / 1e6);
}

int Run(const char* file, int rounds) {
  std::ifstream in(file);
  Corpus corpus;
  for (std::string line; std::getline(in, line);) {
    std::string expr = Unescape(line);
    if (!Parse(expr, {}).ok()) {
      std::fprintf(stderr, "promql_bench: does not parse: %s\n", line.c_str());
      return 1;
    }
    corpus.bytes += static_cast<double>(expr.size());
    corpus.tokens += static_cast<double>(CountTokens(expr));
    corpus.exprs.push_back(std::move(expr));
  }
  if (corpus.exprs.empty()) {
    std::fprintf(stderr, "promql_bench: no expressions in %s\n", file);
    return 1;
  }
  const double count = static_cast<double>(corpus.exprs.size());
  std::printf("%.0f expressions, %.0f bytes and %.1f tokens on average; median of %d rounds\n",
              count, corpus.bytes / count, corpus.tokens / count, rounds);
  for (const Task& task : kTasks) Measure(task, corpus, rounds);
  return 0;
}

}  // namespace
}  // namespace promgate::promql

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: promql_bench FILE [ROUNDS]\n");
    return 2;
  }
  return promgate::promql::Run(argv[1], argc > 2 ? std::max(1, std::atoi(argv[2])) : 5);
}
