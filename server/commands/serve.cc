// promgate serve: the gate, from its flags to the signal that ends it.

#include <malloc.h>
#include <pthread.h>

#include <csignal>
#include <cstdio>
#include <cstring>
#include <memory>

#include "base/log.h"
#include "base/strings.h"
#include "server/commands/commands.h"
#include "server/options.h"
#include "server/service.h"

namespace promgate {
namespace {

// The signals that serve waits for: blocked in this thread and those it will start.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

int Refuse(std::string_view message) {
  std::fprintf(stderr, "promgate serve: %s\n", std::string(message).c_str());
  return kExitUsage;
}

void SetLogFrom(const ServeOptions& options) {
  // ParseFlags let only these names through.
  SetLog(*ParseLogLevel(options.log_level), *ParseLogFormat(options.log_format));
}

// Waits `seconds`, or until another signal says that it is urgent.
void WaitUnlessUrgent(const sigset_t& signals, int64_t seconds) {
  const timespec delay{static_cast<time_t>(seconds), 0};
  if (seconds > 0) sigtimedwait(&signals, nullptr, &delay);
}

int Serve(const ServeOptions& options, const std::vector<std::string>& ignored) {
  const Result<Context> context = ContextOf(options);
  if (!context) return Refuse(context.error().message);
  SetLogFrom(options);
  if (!ignored.empty()) {
    Log(LogLevel::kWarn, "flags without a meaning here are ignored",
        {{"flags", Join(ignored, ",")}});
  }
  // Every arena keeps what it once took; two are enough for the few reactors.
  mallopt(M_ARENA_MAX, 2);
  const sigset_t signals = BlockSignals();
  const Result<std::unique_ptr<Service>> service = Service::Start(*context, options);
  if (!service) return Refuse(service.error().message);

  int signal = 0;
  while (sigwait(&signals, &signal) != 0 || signal == SIGHUP) {
    if (signal == SIGHUP) (*service)->ReloadCertificates();
  }
  Log(LogLevel::kInfo, "draining", {{"signal", strsignal(signal)}});
  (*service)->StopBeingReady();
  WaitUnlessUrgent(signals, options.shutdown_delay);
  (*service)->Drain();
  Log(LogLevel::kInfo, "stopped");
  return kExitFine;
}

int Run(ServeOptions options, const Arguments& args) {
  FlagSet flags = ServeFlags(options);
  if (std::optional<int> exit = ParseFlags(flags, args)) return *exit;
  if (options.short_version) {
    std::fputs(PROMGATE_VERSION, stdout);
    return kExitFine;
  }
  if (options.version) {
    std::printf("promgate, version %s\n  compiler: %s\n", PROMGATE_VERSION, __VERSION__);
    return kExitFine;
  }
  return Serve(options, flags.ignored);
}

}  // namespace

int ServeCommand(const Arguments& args) {
  return Run({}, args);
}

int AdmissionWebhookProgram(const Arguments& args) {
  return Run(AdmissionWebhookDefaults(), args);
}

int OperatorProgram(const Arguments& args) {
  const bool start = !args.empty() && args[0] == "start";
  return Run(OperatorDefaults(), {args.begin() + (start ? 1 : 0), args.end()});
}

}  // namespace promgate
