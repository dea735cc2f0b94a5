#include "server/commands/flags.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <string_view>

#include "base/strings.h"

namespace promgate {
namespace {

std::string LongName(const std::string& name) {
  return name.substr(name.find(',') + 1);
}

// "o,output" as CLI11 spells it: "-o,--output".
std::string CliName(const std::string& name) {
  const size_t comma = name.find(',');
  if (comma == std::string::npos) return "--" + name;
  return "-" + name.substr(0, comma) + ",--" + name.substr(comma + 1);
}

// What the peer's programs (Go's package flag) take and CLI11 does not: -name for --name, and
// `--name=` for an empty value.
std::vector<std::string> Normalize(const Arguments& args) {
  std::vector<std::string> out;
  for (auto it = args.begin(); it != args.end(); ++it) {
    if (*it == "--") {
      out.insert(out.end(), it, args.end());
      break;
    }
    std::string arg = *it;
    const size_t name_end = std::min(arg.find('='), arg.size());
    const bool one_dash = arg.size() > 2 && arg[0] == '-' && arg[1] != '-';
    if (one_dash && name_end > 2 && std::isalpha(static_cast<unsigned char>(arg[1])) != 0) {
      arg.insert(0, "-");
    }
    if (arg.starts_with("--") && arg.back() == '=') {
      arg.pop_back();
      out.push_back(arg);
      arg.clear();
    }
    out.push_back(arg);
  }
  return out;
}

// Adds one flag or positional to `app`, by the type of what it sets.
struct Adder {
  CLI::App& app;
  const std::string& name;
  const std::string& help;

  CLI::Option* operator()(std::string* value) const {
    return app.add_option(name, *value, help)->capture_default_str();
  }
  CLI::Option* operator()(int64_t* value) const {
    return app.add_option(name, *value, help)->capture_default_str();
  }
  CLI::Option* operator()(bool* value) const { return app.add_flag(name, *value, help); }
  CLI::Option* operator()(std::vector<std::string>* value) const {
    CLI::Option* option = app.add_option(name, *value, help);
    if (!name.starts_with("-")) return option;
    return option->allow_extra_args(false)->delimiter(',')->take_all();
  }
  CLI::Option* operator()(IgnoredFlag ignored) const {
    CLI::Option* option = ignored.takes_value ? app.add_option(name) : app.add_flag(name);
    return option->group("");  // not in --help
  }
};

CLI::Option* Add(CLI::App& app, const std::string& name, const Flag& flag) {
  CLI::Option* option = std::visit(Adder{app, name, flag.help}, flag.value);
  if (!flag.choices.empty()) option->check(CLI::IsMember(flag.choices));
  return option->required(flag.required);
}

int Refuse(const FlagSet& flags, const std::string& message) {
  std::fprintf(stderr, "promgate %s: %s\nRun `promgate %s --help` to see what it takes.\n",
               flags.command.c_str(), message.c_str(), flags.command.c_str());
  return kExitUsage;
}

int RefuseUnknown(const FlagSet& flags, const std::string& arg) {
  const size_t start = arg.find_first_not_of('-');
  if (start == 0 || start == std::string::npos) {
    return Refuse(flags, "unexpected argument " + GoQuote(arg));
  }
  const std::string given = arg.substr(0, arg.find('='));
  std::vector<std::string> names;
  for (const Flag& flag : flags.options) names.push_back(LongName(flag.name));
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  const std::string_view near = NearestName(given.substr(start), candidates);
  const std::string hint = near.empty() ? "" : StrCat({" (did you mean --", near, "?)"});
  return Refuse(flags, "unknown flag " + given + hint);
}

}  // namespace

std::optional<int> ParseFlags(FlagSet& flags, const Arguments& args) {
  CLI::App app(flags.summary, "promgate " + flags.command);
  try {
    for (const Flag& flag : flags.options) Add(app, CliName(flag.name), flag);
    for (const Flag& flag : flags.positionals) Add(app, flag.name, flag);
    std::vector<std::string> reversed = Normalize(args);
    std::reverse(reversed.begin(), reversed.end());  // CLI11 takes them from the back
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    std::fputs(app.help().c_str(), stdout);
    return kExitFine;
  } catch (const CLI::ExtrasError&) {
    return RefuseUnknown(flags, app.remaining().front());
  } catch (const CLI::ParseError& error) {
    return Refuse(flags, error.what());
  }
  for (const Flag& flag : flags.options) {
    const bool ignored = std::holds_alternative<IgnoredFlag>(flag.value);
    const std::string name = "--" + LongName(flag.name);
    if (ignored && app.count(name) > 0) flags.ignored.push_back(name);
  }
  return std::nullopt;
}

}  // namespace promgate
