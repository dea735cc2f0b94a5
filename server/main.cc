// promgate: picks the command and runs it. Everything else is in server/commands/.

#include <cstdio>
#include <string_view>

#include "server/commands/commands.h"

namespace promgate {
namespace {

struct Command {
  std::string_view name;
  int (*run)(const Arguments&);
  const char* summary;
};

constexpr Command kCommands[] = {
    {"serve", ServeCommand, "answer admission reviews over HTTPS (what runs in a cluster)"},
    {"lint", LintCommand, "the gate's verdict on files: for CI and editors"},
    {"promql", PromqlCommand, "check, type and format one PromQL expression"},
    {"judge", JudgeCommand, "answer questions line by line: for test drivers, editors and fuzzers"},
    {"certs", CertsCommand, "make and inspect the certificates that the gate serves with"},
};

// The peer's programs: invoked under such a name, we are that program.
struct Program {
  std::string_view name;
  int (*run)(const Arguments&);
};

constexpr Program kPrograms[] = {
    {"operator", OperatorProgram},
    {"admission-webhook", AdmissionWebhookProgram},
};

void PrintHelp(std::FILE* out) {
  std::fputs(
      "promgate: a Prometheus Operator whose centre is correctness at admission\n\n"
      "usage: promgate [COMMAND] [FLAGS]      no command means serve\n\n",
      out);
  for (const Command& c : kCommands) {
    std::fprintf(out, "  %-8s %s\n", std::string(c.name).c_str(), c.summary);
  }
  std::fputs("\n`promgate COMMAND --help` tells more; `promgate --version` prints the version.\n",
             out);
}

int Run(std::string_view program, const Arguments& args) {
  program.remove_prefix(program.rfind('/') + 1);  // npos + 1 == 0: no folder, nothing to remove
  for (const Program& p : kPrograms) {
    if (program == p.name) return p.run(args);
  }
  if (!args.empty() && (args[0] == "help" || args[0] == "-h" || args[0] == "--help")) {
    PrintHelp(stdout);
    return kExitFine;
  }
  // Charts of the peer pass only flags.
  if (args.empty() || args[0].starts_with("-")) return ServeCommand(args);
  for (const Command& c : kCommands) {
    if (args[0] == c.name) return c.run({args.begin() + 1, args.end()});
  }
  std::fprintf(stderr, "promgate: unknown command \"%s\"\n\n", args[0].c_str());
  PrintHelp(stderr);
  return kExitUsage;
}

}  // namespace
}  // namespace promgate

int main(int argc, char** argv) {
  return promgate::Run(argv[0], {argv + 1, argv + argc});
}
