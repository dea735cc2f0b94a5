#pragma once
// One function a command, each in a file of its own; kCommands in main.cc is the table.
//
// A command gets the arguments after its name, prints its result on stdout and what goes wrong on
// stderr, and returns the exit code of CONTRACT: 0 fine, 1 problems found, 2 wrong usage or
// unreadable input, 3 only warnings.

#include <string>
#include <vector>

namespace promgate {

using Arguments = std::vector<std::string>;

enum Exit : int { kExitFine = 0, kExitProblems = 1, kExitUsage = 2, kExitWarnings = 3 };

int ServeCommand(const Arguments& args);
int LintCommand(const Arguments& args);
int PromqlCommand(const Arguments& args);
int JudgeCommand(const Arguments& args);
int CertsCommand(const Arguments& args);

// Serving under the names of the peer's binaries, with their defaults; kPrograms in main.cc.
int OperatorProgram(const Arguments& args);
int AdmissionWebhookProgram(const Arguments& args);

}  // namespace promgate
