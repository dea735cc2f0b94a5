// lint -o junit: a testsuite a file, a testcase an object. What makes lint fail is a failure; other
// findings are output of the case, so that a report is red exactly when the exit code is.

#include <algorithm>

#include "base/strings.h"
#include "server/commands/lint_output.h"

namespace promgate {
namespace {

bool IsXmlCharacter(char32_t rune) {
  return rune >= 0x20 ? rune != 0xfffe && rune != 0xffff
                      : rune == '\t' || rune == '\n' || rune == '\r';
}

// As text or attribute value; what XML cannot say at all becomes U+FFFD.
std::string Xml(std::string_view text) {
  constexpr std::string_view kSpecial = "&<>\"'\t\n\r";
  std::string out;
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    const bool special =
        rune.value < 0x80 && kSpecial.find(static_cast<char>(rune.value)) != kSpecial.npos;
    if (special) {
      out += StrCat({"&#", std::to_string(static_cast<uint32_t>(rune.value)), ";"});
    } else {
      AppendRune(out, IsXmlCharacter(rune.value) ? rune.value : 0xfffd);
    }
    text.remove_prefix(rune.length);
  }
  return out;
}

// The lines of an element's text stay lines.
std::string XmlLines(std::string_view text) {
  std::string out;
  for (size_t end = 0; !text.empty(); text.remove_prefix(end)) {
    end = std::min(text.find('\n'), text.size());
    out += Xml(text.substr(0, end));
    if (end == text.size()) break;
    out += '\n';
    ++end;
  }
  return out;
}

struct Suite {
  std::string cases;
  size_t tests = 0, failures = 0, errors = 0;
};

void AddCase(Suite& suite, const LintedFile& file, std::string_view name, std::string_view body) {
  ++suite.tests;
  suite.cases += StrCat({"    <testcase classname=\"", Xml(file.name), "\" name=\"", Xml(name),
                         "\" file=\"", Xml(file.name), body.empty() ? "\"/>\n" : "\">\n", body,
                         body.empty() ? "" : "    </testcase>\n"});
}

// The case of an object, with the findings of its file from `next` on that are its own.
void AddObject(Suite& suite, const LintedFile& file, const std::string& object, size_t& next,
               const LintStyle& style) {
  std::string failures, output;
  const std::vector<LintFinding>& findings = file.report.findings;
  for (; next < findings.size() && findings[next].object == object; ++next) {
    const Problem& problem = findings[next].problem;
    const std::string text = XmlLines(FindingAsText(file, findings[next], /*colours=*/false));
    if (problem.severity > style.fails) {
      output += text;
      continue;
    }
    failures += StrCat({"      <failure type=\"", Xml(problem.check), "\" message=\"",
                        Xml(problem.Text()), "\">", text, "</failure>\n"});
  }
  if (!failures.empty()) ++suite.failures;
  if (!output.empty()) output = StrCat({"      <system-out>", output, "</system-out>\n"});
  AddCase(suite, file, object.empty() ? "rule file" : object, failures + output);
}

std::string FileAsSuite(const LintedFile& file, const LintStyle& style) {
  Suite suite;
  if (!file.unread.empty()) {
    ++suite.errors;
    AddCase(suite, file, "can be read",
            StrCat({"      <error message=\"", Xml(file.unread), "\"/>\n"}));
  }
  size_t next = 0;
  for (const std::string& object : file.report.objects) {
    AddObject(suite, file, object, next, style);
  }
  if (next < file.report.findings.size()) {  // no YAML, so no objects
    const LintFinding& finding = file.report.findings[next];
    ++suite.failures;
    AddCase(suite, file, "is YAML",
            StrCat({"      <failure type=\"", Xml(finding.problem.check), "\" message=\"",
                    Xml(finding.problem.Text()), "\">",
                    XmlLines(FindingAsText(file, finding, false)), "</failure>\n"}));
  }
  return StrCat({"  <testsuite name=\"", Xml(file.name), "\" tests=\"", std::to_string(suite.tests),
                 "\" failures=\"", std::to_string(suite.failures), "\" errors=\"",
                 std::to_string(suite.errors), "\">\n", suite.cases, "  </testsuite>\n"});
}

std::string Begin() {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"promgate lint\">\n";
}

std::string End(std::span<const LintSummary> /*files*/) {
  return "</testsuites>\n";
}

}  // namespace

const LintFormat kLintJunit = {"junit", "", Begin, FileAsSuite, End};

}  // namespace promgate
