#pragma once
// The flags of a command: a table of names, the variables they set, and what they mean.
//
//   std::string output = "text";
//   std::vector<std::string> files;
//   FlagSet flags{"lint", "the gate's verdict on files"};
//   flags.options = {{"o,output", &output, "how to print", {"text", "json"}}};
//   flags.positionals = {{"FILE", &files, "files to judge, - for stdin"}};
//   if (std::optional<int> exit = ParseFlags(flags, args)) return *exit;

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "server/commands/commands.h"

namespace promgate {

// A flag of the peer's that has no meaning here: accepted, noted in FlagSet::ignored.
struct IgnoredFlag {
  bool takes_value = true;
};

struct Flag {
  // "web.listen-address"; "o,output" gives it a letter too. Of a positional: how --help calls it.
  std::string name;
  // What it sets; the present content is the default. A list takes the flag several times, and
  // commas.
  std::variant<std::string*, bool*, int64_t*, std::vector<std::string>*, IgnoredFlag> value;
  std::string help;
  std::vector<std::string> choices = {};  // the only values allowed, if any
  bool required = false;
};

struct FlagSet {
  std::string command;
  std::string summary;
  std::vector<Flag> options = {};
  std::vector<Flag> positionals = {};     // strings or, as the last, a list
  std::vector<std::string> ignored = {};  // out: the IgnoredFlags that were given, as --name
};

// Sets the variables of `flags` from `args`. A value means that the command is over, with that exit
// code: --help was printed on stdout, or on stderr what is wrong (unknown flag, value of a wrong
// type). As the peer's programs do it,
// `-name` is `--name`, and a bool takes `--name` or `--name=true`. What follows `--` is positional.
std::optional<int> ParseFlags(FlagSet& flags, const Arguments& args);

}  // namespace promgate
