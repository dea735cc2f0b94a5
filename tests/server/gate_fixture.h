#pragma once
// A listener on a free port with routes that tests need, plain or over TLS with certificates of its
// own.

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "certs/certificate.h"
#include "server/http.h"
#include "server/listener.h"
#include "server/tls.h"
#include "tests/server/raw_client.h"
#include "tests/support/temp_folder.h"

namespace promgate {

inline certs::KeyPair MakeTestCa(const std::string& name) {
  return *certs::MakeCa(name, std::chrono::system_clock::now(), std::chrono::hours(24));
}
inline certs::KeyPair MakeTestLeaf(const certs::KeyPair& ca, const std::string& host,
                                   std::chrono::hours lifetime = std::chrono::hours(12)) {
  return *certs::MakeServingCertificate(ca, {host}, std::chrono::system_clock::now(), lifetime);
}

class Gate {
 public:
  explicit Gate(bool tls, const ListenerLimits& limits = {}, const TlsOptions& tls_options = {},
                int reactors = 2)
      : tls_(tls) {
    AddRoutes();
    ListenerOptions options;
    options.limits = limits;
    options.reactors = reactors;
    if (tls) {
      WritePair(MakeTestLeaf(ca_, "localhost"));
      TlsOptions with_files = tls_options;
      with_files.cert_file = folder_.File("tls.crt");
      with_files.key_file = folder_.File("tls.key");
      context_ = *TlsContext::Make(with_files);
      options.tls = context_;
    }
    listener_ = *Listener::Start(options, routes_.Handler());
  }

  void WritePair(const certs::KeyPair& pair) const {
    folder_.Write("tls.crt", pair.certificate_pem);
    folder_.Write("tls.key", pair.key_pem);
  }

  RawClient Connect(RawClientOptions options = {}) const {
    options.tls = tls_;
    return RawClient(port(), options);
  }
  uint16_t port() const { return listener_->port(); }
  Listener& listener() const { return *listener_; }
  const ListenerStats& stats() const { return listener_->stats(); }
  TlsContext& context() const { return *context_; }
  const TempFolder& folder() const { return folder_; }
  const certs::KeyPair& ca() const { return ca_; }
  const HttpRoutes& routes() const { return routes_; }

 private:
  void AddRoutes() {
    routes_.Get("/healthz", [](const HttpRequest&) {
      return HttpResponse{200, "ok", "text/plain"};
    });
    routes_.Post("/echo", [](const HttpRequest& r) {
      return HttpResponse{200, std::string(r.body), "text/plain"};
    });
    // What the handler was told, without the body.
    routes_.Post("/told", [](const HttpRequest& r) {
      return HttpResponse{200, std::string(r.method) + " " + std::string(r.path) + " " +
                                   std::string(r.content_type) + " " +
                                   std::to_string(r.body.size()) +
                                   (r.body_too_large ? " too large" : "")};
    });
    routes_.Post("/size", [](const HttpRequest& r) {
      return HttpResponse{200, std::string(std::stoul(std::string(r.body)), 'x'), "text/plain"};
    });
    routes_.Post("/throw", [](const HttpRequest&) -> HttpResponse {
      throw std::runtime_error("secret detail");
    });
  }

  const bool tls_;
  TempFolder folder_;
  const certs::KeyPair ca_ = MakeTestCa("test CA");
  HttpRoutes routes_;
  std::shared_ptr<TlsContext> context_;
  std::unique_ptr<Listener> listener_;
};

inline std::string PostOf(std::string_view path, std::string_view body) {
  return "POST " + std::string(path) +
         " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

// Whether `done` comes true before a time that only a broken server needs.
template <class Done>
bool Eventually(Done done) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!done()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::yield();
  }
  return true;
}

// "200" out of "HTTP/1.1 200 OK..."; the text itself when there is none.
inline std::string StatusOf(const std::string& response) {
  return response.starts_with("HTTP/1.1 ") ? response.substr(9, 3)
                                           : "not a response: \"" + response + "\"";
}
inline std::string BodyOf(const std::string& response) {
  const size_t head = response.find("\r\n\r\n");
  return head == std::string::npos ? "" : response.substr(head + 4);
}

}  // namespace promgate
