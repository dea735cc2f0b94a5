// Any bytes as an expression: no crash; spans inside the text; what is accepted prints to a text
// that is accepted and prints to itself; the lexer and the hand-written scanner agree.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tests/validate/promql/hand_scanner.h"
#include "validate/promql/lexer.h"
#include "validate/promql/parser.h"
#include "validate/promql/printer.h"

namespace promgate::promql {
namespace {

void Require(bool holds, const char* what, std::string_view text) {
  if (holds) return;
  std::fprintf(stderr, "%s: %.*s\n", what, static_cast<int>(text.size()), text.data());
  std::abort();
}

void CompareScanners(std::string_view text) {
  Lexer lexer(text);
  for (const HandToken& want : HandScan(text)) {
    const Lexeme got = lexer.Next();
    Require(HandToken{got.token, got.start, got.end()} == want, "the scanners differ", text);
  }
}

void ParseAndPrint(std::string_view text, const Options& options) {
  const ParseResult result = Parse(text, options);
  Require(result.ok() == (result.expr != nullptr), "a tree or errors", text);
  for (const ParseError& error : result.errors) {
    Require(error.span.end <= text.size() && error.span.start <= text.size(), "span", text);
  }
  if (!result.ok()) return;
  Require(result.expr->span.end <= text.size(), "span of the tree", text);
  Require(result.type == TypeOf(*result.expr), "the type", text);
  const std::string once = Print(*result.expr);
  const ParseResult again = Parse(once, options);
  Require(again.ok(), "what was printed is refused", once);
  Require(Print(*again.expr) == once, "printing is no fixed point", once);
  const ParseResult pretty = Parse(Pretty(*result.expr), options);
  Require(pretty.ok() && Print(*pretty.expr) == once, "pretty text means something else", once);
}

}  // namespace
}  // namespace promgate::promql

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace promgate::promql;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  CompareScanners(text);
  constexpr uint32_t kEverything = kExperimentalFunctions | kExtendedRangeSelectors |
                                   kBinopFillModifiers | kDurationExpr | kUtf8Names;
  ParseAndPrint(text, {promgate::promql::kNewestPrometheus, kEverything});
  ParseAndPrint(text, {promgate::Version{2, 45}});
  return 0;
}
