#include "server/commands/flags.h"

#include <gtest/gtest.h>

namespace promgate {
namespace {

// A command with one flag of each type.
struct Values {
  std::string address = ":8443";
  std::string output = "text";
  bool tls = true;
  int64_t limit = 7;
  std::vector<std::string> features;
  std::vector<std::string> files;
  std::vector<std::string> ignored;
  std::optional<int> exit;
};

Values ParseAll(const Arguments& args) {
  Values v;
  FlagSet flags{"try", "tries flags"};
  flags.options = {
      {"web.listen-address", &v.address, "where to listen"},
      {"o,output", &v.output, "how to print", {"text", "json"}},
      {"web.enable-tls", &v.tls, "serve TLS"},
      {"limit", &v.limit, "how many"},
      {"enable-feature", &v.features, "what to switch on"},
      {"kubelet-service", IgnoredFlag{}, ""},
      {"kubelet-endpoints", IgnoredFlag{false}, ""},
  };
  flags.positionals = {{"FILE", &v.files, "what to read"}};
  v.exit = ParseFlags(flags, args);
  v.ignored = flags.ignored;
  return v;
}

using Strings = std::vector<std::string>;

TEST(Flags, DefaultsStay) {
  const Values v = ParseAll({});
  EXPECT_EQ(v.exit, std::nullopt);
  EXPECT_EQ(v.address, ":8443");
  EXPECT_TRUE(v.tls);
  EXPECT_EQ(v.limit, 7);
  EXPECT_TRUE(v.files.empty());
}

TEST(Flags, StringsAsGoTakesThem) {
  for (const Arguments& args : {Arguments{"--web.listen-address=x"},
                                {"-web.listen-address=x"},
                                {"--web.listen-address", "x"},
                                {"-web.listen-address", "x"}}) {
    const Values v = ParseAll(args);
    EXPECT_EQ(v.exit, std::nullopt) << args[0];
    EXPECT_EQ(v.address, "x") << args[0];
  }
  EXPECT_EQ(ParseAll({"--web.listen-address="}).address, "");
  EXPECT_EQ(ParseAll({"--web.listen-address=", "f"}).files, Strings{"f"});
  EXPECT_EQ(ParseAll({"--web.listen-address=a=b"}).address, "a=b");
  EXPECT_EQ(ParseAll({"--web.listen-address", "-x"}).address, "-x");
}

TEST(Flags, Bools) {
  EXPECT_TRUE(ParseAll({"--web.enable-tls"}).tls);
  EXPECT_TRUE(ParseAll({"-web.enable-tls=true"}).tls);
  for (const char* no : {"--web.enable-tls=false", "-web.enable-tls=false", "--web.enable-tls=0",
                         "--web.enable-tls=f", "--web.enable-tls=F"}) {
    EXPECT_FALSE(ParseAll({no}).tls) << no;
  }
  EXPECT_EQ(ParseAll({"--web.enable-tls", "file"}).files, Strings{"file"});
}

TEST(Flags, ListsByCommaOrRepeated) {
  EXPECT_EQ(ParseAll({"--enable-feature=a,b", "--enable-feature", "c", "f"}).features,
            (Strings{"a", "b", "c"}));
  EXPECT_EQ(ParseAll({"--enable-feature", "c", "f"}).files, Strings{"f"});
}

TEST(Flags, Positionals) {
  EXPECT_EQ(ParseAll({"a", "-o", "json", "-"}).files, (Strings{"a", "-"}));
  EXPECT_EQ(ParseAll({"--", "-a", "--limit=3"}).files, (Strings{"-a", "--limit=3"}));
}

TEST(Flags, IgnoredOnesAreNoted) {
  const Values v = ParseAll({"--kubelet-service=a/b", "-kubelet-endpoints=false", "f"});
  EXPECT_EQ(v.exit, std::nullopt);
  EXPECT_EQ(v.ignored, (Strings{"--kubelet-service", "--kubelet-endpoints"}));
  EXPECT_EQ(v.files, Strings{"f"});
}

TEST(Flags, WrongUsage) {
  struct Case {
    const char* name;
    Arguments args;
    const char* message;
  };
  const Case cases[] = {
      {"unknown", {"--nope"}, "promgate try: unknown flag --nope\n"},
      {"near", {"--limits=3"}, "unknown flag --limits (did you mean --limit?)\n"},
      {"near, one dash", {"-limits"}, "unknown flag --limits (did you mean --limit?)\n"},
      {"no number", {"--limit=x"}, "--limit"},
      {"no choice", {"-o", "xml"}, "xml not in {text,json}"},
      {"no bool", {"--web.enable-tls=maybe"}, "--web.enable-tls"},
      {"no value", {"--limit"}, "--limit"},
      {"twice", {"--limit=1", "--limit=2"}, "--limit"},
  };
  for (const Case& c : cases) {
    testing::internal::CaptureStderr();
    const Values v = ParseAll(c.args);
    const std::string printed = testing::internal::GetCapturedStderr();
    EXPECT_EQ(v.exit, kExitUsage) << c.name;
    EXPECT_NE(printed.find(c.message), std::string::npos) << c.name << ": " << printed;
  }
}

TEST(Flags, Help) {
  testing::internal::CaptureStdout();
  const Values v = ParseAll({"--help"});
  const std::string printed = testing::internal::GetCapturedStdout();
  EXPECT_EQ(v.exit, kExitFine);
  for (const char* word : {"tries flags", "--web.listen-address", ":8443", "FILE", "-o,--output"}) {
    EXPECT_NE(printed.find(word), std::string::npos) << word << " in " << printed;
  }
  EXPECT_EQ(printed.find("kubelet"), std::string::npos) << printed;
}

}  // namespace
}  // namespace promgate
