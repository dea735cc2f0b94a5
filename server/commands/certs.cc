// promgate certs: a CA and a serving certificate for the gate, as files; and what a PEM file holds.

#include <cstdio>
#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/clock.h"
#include "base/duration.h"
#include "base/json.h"
#include "base/strings.h"
#include "certs/certificate.h"
#include "certs/files.h"
#include "server/commands/commands.h"
#include "server/commands/flags.h"
#include "server/commands/input.h"

namespace promgate {
namespace {

constexpr size_t kMaxPemBytes = 16 << 20;

struct MakeOptions {
  std::string out;
  std::vector<std::string> hosts;
  std::string common_name = "promgate CA";
  std::string ca_lifetime = "10y", lifetime = "1y";
  bool force = false;
};

int Fail(std::string_view message, int code) {
  std::fprintf(stderr, "promgate certs: %s\n", std::string(message).c_str());
  return code;
}

struct OutputFile {
  const char* name;
  const std::string* text;
  mode_t mode;
};

// Says which of the files is in the way, before any is written.
Result<void> CheckFree(const std::string& folder, const std::vector<OutputFile>& files) {
  for (const OutputFile& file : files) {
    const std::string path = StrCat({folder, "/", file.name});
    std::error_code error;
    if (std::filesystem::exists(std::filesystem::symlink_status(path, error))) {
      return Error{Code::kConflict, StrCat({path, " exists; --force replaces it"})};
    }
  }
  return {};
}

Result<void> WriteFiles(const MakeOptions& options, const certs::KeyPair& ca,
                        const certs::KeyPair& leaf) {
  // The certificates last: who watches them finds their keys in place.
  const std::vector<OutputFile> files = {{"ca.key", &ca.key_pem, certs::kSecretMode},
                                         {"ca.crt", &ca.certificate_pem, certs::kPublicMode},
                                         {"tls.key", &leaf.key_pem, certs::kSecretMode},
                                         {"tls.crt", &leaf.certificate_pem, certs::kPublicMode}};
  if (Result<void> free = options.force ? Result<void>() : CheckFree(options.out, files); !free) {
    return free;
  }
  std::error_code error;
  std::filesystem::create_directories(options.out, error);
  if (error) {
    return Error{Code::kUnavailable, StrCat({"cannot make ", options.out, ": ", error.message()})};
  }
  for (const OutputFile& file : files) {
    const std::string path = StrCat({options.out, "/", file.name});
    Result<void> written = certs::WriteWhole(path, *file.text, file.mode, options.force);
    if (!written) return written;
  }
  return {};
}

Result<std::chrono::hours> Hours(std::string_view flag, std::string_view text) {
  const Result<Nanoseconds> duration = ParseDuration(text);
  if (!duration) {
    return Error{Code::kInvalid, StrCat({"--", flag, ": ", duration.error().message})};
  }
  return std::chrono::duration_cast<std::chrono::hours>(*duration);
}

// Fails with kInvalid when the options are at fault.
Result<void> Make(const MakeOptions& options) {
  const Result<std::chrono::hours> ca_lifetime = Hours("ca-lifetime", options.ca_lifetime);
  if (!ca_lifetime) return ca_lifetime.error();
  const Result<std::chrono::hours> lifetime = Hours("lifetime", options.lifetime);
  if (!lifetime) return lifetime.error();
  const certs::TimePoint now = SystemClock().Now();
  const Result<certs::KeyPair> ca = certs::MakeCa(options.common_name, now, *ca_lifetime);
  if (!ca) return ca.error();
  const Result<certs::KeyPair> leaf =
      certs::MakeServingCertificate(*ca, options.hosts, now, *lifetime);
  if (!leaf) return leaf.error();
  return WriteFiles(options, *ca, *leaf);
}

int MakeCommand(const Arguments& args) {
  MakeOptions options;
  FlagSet flags{"certs",
                "Makes ca.crt, ca.key, tls.crt and tls.key for the gate.\n"
                "`promgate certs inspect FILE` tells what a PEM file holds."};
  flags.options = {
      {"out", &options.out, "folder for the four files; made when absent", {}, true},
      {"host", &options.hosts, "DNS name or IP address to serve as; several times", {}, true},
      {"ca-name", &options.common_name, "common name of the CA"},
      {"ca-lifetime", &options.ca_lifetime, "how long the CA is valid: 10y, 365d, 8760h"},
      {"lifetime", &options.lifetime, "likewise the serving certificate; not beyond its CA"},
      {"force", &options.force, "replace files that exist"},
  };
  if (std::optional<int> exit = ParseFlags(flags, args)) return *exit;
  if (Result<void> made = Make(options); !made) {
    return Fail(made.error().message,
                made.error().code == Code::kInvalid ? kExitUsage : kExitProblems);
  }
  std::printf("wrote ca.crt, ca.key, tls.crt and tls.key to %s, valid for %s\n",
              options.out.c_str(), Join(options.hosts, ", ").c_str());
  return kExitFine;
}

std::string TimeText(certs::TimePoint time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32] = "";
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

// "valid", "expired" or "not yet valid".
std::string_view StateOf(const certs::CertificateInfo& info, certs::TimePoint now) {
  if (now > info.not_after) return "expired";
  return now < info.not_before ? "not yet valid" : "valid";
}

Json ToJson(const certs::CertificateInfo& info, certs::TimePoint now) {
  return {{"subject", info.subject},
          {"issuer", info.issuer},
          {"serial", info.serial_hex},
          {"hosts", info.hosts},
          {"notBefore", TimeText(info.not_before)},
          {"notAfter", TimeText(info.not_after)},
          {"isCA", info.is_ca},
          {"state", StateOf(info, now)}};
}

std::string ToText(const certs::CertificateInfo& info, certs::TimePoint now) {
  const auto days =
      std::chrono::duration_cast<std::chrono::hours>(info.not_after - now).count() / 24;
  const std::string_view state = StateOf(info, now);
  return StrCat({info.is_ca ? "CA " : "certificate ", info.subject, "\n  issuer  ", info.issuer,
                 "\n  serial  ", info.serial_hex, "\n  hosts   ",
                 info.hosts.empty() ? "none" : Join(info.hosts, ", "), "\n  from    ",
                 TimeText(info.not_before), "\n  until   ", TimeText(info.not_after), " (", state,
                 state == "valid" ? StrCat({", ", std::to_string(days), " days left"}) : "",
                 ")\n"});
}

int InspectCommand(const Arguments& args) {
  std::string file, output = "text";
  FlagSet flags{
      "certs inspect",
      "Tells what the certificates of a PEM file are; exit code 1 when one is not valid."};
  flags.options = {{"o,output", &output, "how to print", {"text", "json"}}};
  flags.positionals = {{"FILE", &file, "PEM file, - for stdin", {}, true}};
  if (std::optional<int> exit = ParseFlags(flags, args)) return *exit;
  const Result<std::string> pem = ReadInput(file, kMaxPemBytes);
  if (!pem) return Fail(pem.error().message, kExitUsage);
  const Result<std::vector<certs::CertificateInfo>> all = certs::InspectPem(*pem);
  if (!all) return Fail(StrCat({file, ": ", all.error().message}), kExitUsage);

  const certs::TimePoint now = SystemClock().Now();
  Json list = Json::array();
  std::string text;
  int code = kExitFine;
  for (const certs::CertificateInfo& info : *all) {
    if (StateOf(info, now) != "valid") code = kExitProblems;
    list.push_back(ToJson(info, now));
    text += ToText(info, now);
  }
  if (output == "json") text = DumpJson(list, 2) + "\n";
  std::fputs(text.c_str(), stdout);
  return code;
}

}  // namespace

int CertsCommand(const Arguments& args) {
  if (!args.empty() && args[0] == "inspect") return InspectCommand({args.begin() + 1, args.end()});
  return MakeCommand(args);
}

}  // namespace promgate
