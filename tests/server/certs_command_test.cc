#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "base/json.h"
#include "server/commands/commands.h"
#include "server/commands/input.h"
#include "server/tls.h"
#include "tests/server/gate_fixture.h"

namespace promgate {
namespace {

using testing::HasSubstr;
using testing::internal::CaptureStderr;
using testing::internal::CaptureStdout;
using testing::internal::GetCapturedStderr;
using testing::internal::GetCapturedStdout;

struct Ran {
  int exit;
  std::string out, err;
};

Ran Certs(const Arguments& args) {
  CaptureStdout();
  CaptureStderr();
  const int exit = CertsCommand(args);
  std::fflush(stdout);
  return {exit, GetCapturedStdout(), GetCapturedStderr()};
}

class CertsCommandTest : public testing::Test {
 protected:
  std::string Text(const std::string& name) const { return *ReadInput(File(name), 1 << 20); }
  std::string File(const std::string& name) const { return folder_.File("made/" + name); }
  Ran Make(Arguments more = {}) const {
    Arguments args = {"--out", folder_.File("made"), "--host", "gate.svc", "--host", "127.0.0.1"};
    args.insert(args.end(), more.begin(), more.end());
    return Certs(args);
  }

  TempFolder folder_;
};

TEST_F(CertsCommandTest, FourFilesAreMadeAndKeysAreSecret) {
  const Ran made = Make();
  EXPECT_EQ(made.exit, kExitFine) << made.err;
  EXPECT_THAT(made.out, HasSubstr("valid for gate.svc, 127.0.0.1"));
  struct Case {
    const char* name;
    mode_t mode;
  };
  for (const Case& c :
       {Case{"ca.crt", 0644}, Case{"ca.key", 0600}, Case{"tls.crt", 0644}, Case{"tls.key", 0600}}) {
    struct stat info {};
    ASSERT_EQ(stat(File(c.name).c_str(), &info), 0) << c.name;
    EXPECT_EQ(info.st_mode & 0777, c.mode) << c.name;
  }
  size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_.File("made"))) {
    files += entry.is_regular_file() ? 1u : 0u;
  }
  EXPECT_EQ(files, 4u);  // and no temporary one
}

TEST_F(CertsCommandTest, WhatIsMadeCanBeServed) {
  Make();
  TlsOptions options;
  options.cert_file = File("tls.crt");
  options.key_file = File("tls.key");
  const auto context = TlsContext::Make(options);
  EXPECT_TRUE(context.ok()) << context.error().message;
}

TEST_F(CertsCommandTest, ExistingFilesAreReplacedOnlyWhenForced) {
  Make();
  const std::string before = Text("tls.crt");
  std::filesystem::remove(File("ca.crt"));
  const Ran refused = Make();
  EXPECT_EQ(refused.exit, kExitProblems);
  EXPECT_THAT(refused.err, HasSubstr("made/ca.key exists; --force replaces it"));
  EXPECT_FALSE(std::filesystem::exists(File("ca.crt")));
  EXPECT_EQ(Text("tls.crt"), before);
  EXPECT_EQ(Make({"--force"}).exit, kExitFine);
  EXPECT_NE(Text("tls.crt"), before);
}

TEST_F(CertsCommandTest, WrongUsageIsExplained) {
  struct Case {
    Arguments args;
    const char* want;
  };
  const std::string out = folder_.File("x");
  const Case cases[] = {
      {{"--out", out}, "host"},
      {{"--host", "a"}, "out"},
      {{"--out", out, "--host", "a b"}, "host \"a b\" is neither a DNS name nor an IP address"},
      {{"--out", out, "--host", "a", "--lifetime", "soon"}, "--lifetime: not a valid duration"},
      {{"--out", out, "--host", "a", "--ca-lifetime", "1m"}, "a lifetime must be between 1h"},
      {{"inspect"}, "FILE"},
      {{"inspect", "/nowhere.pem"}, "cannot read /nowhere.pem"},
  };
  for (const Case& c : cases) {
    const Ran outcome = Certs(c.args);
    EXPECT_EQ(outcome.exit, kExitUsage) << c.want;
    EXPECT_THAT(outcome.err, HasSubstr(c.want));
    EXPECT_EQ(outcome.out, "") << c.want;
  }
  EXPECT_FALSE(std::filesystem::exists(out));
}

TEST_F(CertsCommandTest, InspectTellsInWordsAndInJson) {
  Make();
  const Ran text = Certs({"inspect", File("tls.crt")});
  EXPECT_EQ(text.exit, kExitFine);
  EXPECT_THAT(text.out, HasSubstr("hosts   gate.svc, 127.0.0.1\n"));
  EXPECT_THAT(text.out, HasSubstr("(valid, 36"));
  const Ran json = Certs({"inspect", "-o", "json", File("ca.crt")});
  EXPECT_EQ(json.exit, kExitFine);
  const Result<Json> list = ParseJson(json.out);
  ASSERT_TRUE(list.ok()) << json.out;
  EXPECT_EQ((*list)[0]["subject"], "CN=promgate CA");
  EXPECT_EQ((*list)[0]["isCA"], true);
  EXPECT_EQ((*list)[0]["state"], "valid");
}

TEST_F(CertsCommandTest, InspectFindsTheExpired) {
  const auto then = std::chrono::system_clock::now() - std::chrono::hours(48);
  const certs::KeyPair ca = *certs::MakeCa("old", then, std::chrono::hours(24));
  const Ran outcome = Certs({"inspect", folder_.Write("old.pem", ca.certificate_pem)});
  EXPECT_EQ(outcome.exit, kExitProblems);
  EXPECT_THAT(outcome.out, HasSubstr("(expired)"));
  const Ran no_pem = Certs({"inspect", folder_.Write("no.pem", "hello")});
  EXPECT_EQ(no_pem.exit, kExitUsage);
  EXPECT_THAT(no_pem.err, HasSubstr("no.pem: no certificate found"));
}

}  // namespace
}  // namespace promgate
