// The gate as it runs, over real TLS.

#include "server/service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/x509v3.h>

#include <nlohmann/json.hpp>

#include "tests/server/gate_fixture.h"
#include "tests/support/golden.h"

namespace promgate {
namespace {

using testing::HasSubstr;

std::string Document(const std::string& name) {
  return ReadSource("tests/testdata/admission/" + name + ".in.json");
}

class ServiceTest : public testing::Test {
 protected:
  ServiceTest() {
    options_.listen_address = "127.0.0.1:0";
    options_.plain_listen_address = "127.0.0.1:0";
    options_.tls.cert_file = folder_.File("tls.crt");
    options_.tls.key_file = folder_.File("tls.key");
    options_.tls.client_ca_file = folder_.File("tls-ca.crt");
    WritePair("localhost");
  }

  void WritePair(const std::string& host) {
    const certs::KeyPair leaf = MakeTestLeaf(ca_, host);
    folder_.Write("tls.key", leaf.key_pem);
    folder_.Write("tls.crt", leaf.certificate_pem);
  }

  void Start() {
    Result<std::unique_ptr<Service>> service = Service::Start({}, options_);
    ASSERT_TRUE(service.ok()) << service.error().message;
    service_ = *std::move(service);
  }

  RawClient Connect() const {
    RawClientOptions options;
    options.tls = true;
    return RawClient(service_->port(), options);
  }
  static std::string Ask(RawClient& client, const std::string& request) {
    EXPECT_TRUE(client.Send(request));
    return client.ReadResponse();
  }
  static std::string Get(const std::string& path) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
  }
  static Json Answer(const std::string& response) {
    EXPECT_EQ(StatusOf(response), "200");
    Result<Json> body = ParseJson(BodyOf(response));
    EXPECT_TRUE(body.ok()) << response;
    return body ? *body : Json();
  }

  TempFolder folder_;
  const certs::KeyPair ca_ = MakeTestCa("test CA");
  ServeOptions options_;
  std::unique_ptr<Service> service_;
};

TEST_F(ServiceTest, GoodPassesAndBadIsDeniedOnEveryPath) {
  Start();
  RawClient client = Connect();
  struct Case {
    const char* path;
    bool judges;
  };
  const Case cases[] = {
      {"/validate", true},
      {"/mutate", false},
      {"/admission-prometheusrules/validate", true},
      {"/admission-prometheusrules/mutate", false},
      {"/admission-alertmanagerconfigs/validate", true},
      {"/validate?timeout=10s", true},
  };
  for (const Case& c : cases) {
    const Json good = Answer(Ask(client, PostOf(c.path, Document("create_good"))));
    EXPECT_EQ(good["response"]["allowed"], true) << c.path;
    const Json bad = Answer(Ask(client, PostOf(c.path, Document("create_bad_expression"))));
    EXPECT_EQ(bad["response"]["allowed"], !c.judges) << c.path;
  }
  const Json converted = Answer(
      Ask(client,
          PostOf("/convert", R"({"kind":"ConversionReview","apiVersion":"apiextensions.k8s.io/v1",)"
                             R"("request":{"uid":"c","desiredAPIVersion":"a/v1","objects":[]}})")));
  EXPECT_EQ(converted["response"]["result"]["status"], "Success");
}

TEST_F(ServiceTest, StatusPagesAreOnBothListenersAndWebhooksOnlyBehindTls) {
  Start();
  RawClient gate = Connect(), plain(service_->plain_port());
  Ask(gate, PostOf("/validate", Document("create_good")));
  for (RawClient* client : {&gate, &plain}) {
    EXPECT_EQ(BodyOf(Ask(*client, Get("/healthz"))), R"({"status":"up"})");
    EXPECT_EQ(BodyOf(Ask(*client, Get("/readyz"))), R"({"status":"ready"})");
    const std::string page = Ask(*client, Get("/metrics"));
    EXPECT_THAT(page, HasSubstr("text/plain; version=0.0.4; charset=utf-8"));
    for (const char* line : {
             R"(webhook_latency_seconds_count{webhook="/validate"} 1)",
             R"(promgate_listener_connections{listener="gate"} 1)",
             R"(promgate_listener_connections{listener="plain"} 1)",
             "certwatcher_read_certificate_total 1\n",
             R"(promgate_webhook_certificate_expiry_timestamp_seconds{role="leaf"} )",
             "process_resident_memory_bytes ",
             "promgate_build_info{",
         }) {
      EXPECT_THAT(page, HasSubstr(line));
    }
  }
  EXPECT_EQ(StatusOf(Ask(plain, PostOf("/validate", Document("create_good")))), "404");
}

TEST_F(ServiceTest, WrongRequestsGetTheirHttpCodes) {
  Start();
  struct Case {
    std::string request;
    const char* status;
  };
  const Case cases[] = {
      {Get("/validate"), "405"},
      {Get("/nothing"), "404"},
      {PostOf("/validate", "{"), "400"},
      {"POST /validate HTTP/1.1\r\nHost: x\r\nContent-Type: text/yaml\r\nContent-Length: "
       "2\r\n\r\n{}",
       "415"},
      {"POST /validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json; "
       "charset=utf-8\r\nContent-Length: 2\r\n\r\n{}",
       "400"},
  };
  for (const Case& c : cases) {
    RawClient client = Connect();
    EXPECT_EQ(StatusOf(Ask(client, c.request)), c.status) << c.request;
  }
}

TEST_F(ServiceTest, TooLargeReviewIsAnsweredAsOneAndTheConnectionCloses) {
  Start();
  RawClient client = Connect();
  const std::string head =
      R"({"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u-1","x":")";
  client.Send(PostOf("/validate", head + std::string(8 << 20, 'x') + "\"}}"));
  const Json body = Answer(client.ReadToEnd());
  EXPECT_EQ(body["response"]["uid"], "u-1");
  EXPECT_EQ(body["response"]["allowed"], false);
  EXPECT_EQ(body["response"]["status"]["code"], 413);
}

TEST_F(ServiceTest, NewCertificateIsServedToNewConnections) {
  Start();
  const auto served_host = [this] {
    RawClient client = Connect();
    X509* const leaf = SSL_get0_peer_certificate(client.ssl());
    return leaf != nullptr && X509_check_host(leaf, "renewed.example", 0, 0, nullptr) == 1;
  };
  EXPECT_FALSE(served_host());
  WritePair("renewed.example");
  service_->ReloadCertificates();  // the watch may have been faster
  EXPECT_TRUE(served_host());
}

TEST_F(ServiceTest, NothingAnswersAfterTheDrain) {
  Start();
  const uint16_t port = service_->port(), plain_port = service_->plain_port();
  service_->Drain();
  service_->Drain();
  EXPECT_FALSE(RawClient(port).connected());
  EXPECT_FALSE(RawClient(plain_port).connected());
}

TEST_F(ServiceTest, TlsCanBeOff) {
  options_.enable_tls = false;
  Start();
  RawClient client(service_->port());
  EXPECT_EQ(
      Answer(Ask(client, PostOf("/validate", Document("create_good"))))["response"]["allowed"],
      true);
}

TEST_F(ServiceTest, WhatPreventsServingIsSaid) {
  struct Case {
    const char* cert_file;
    const char* address;
    const char* want;
  };
  Start();
  const std::string taken = "127.0.0.1:" + std::to_string(service_->port());
  const Case cases[] = {
      {"/nowhere/tls.crt", "127.0.0.1:0", "/nowhere/tls.crt"},
      {"/nowhere/tls.crt", "127.0.0.1:0", "promgate certs --out DIR --host NAME"},
      {nullptr, taken.c_str(), "ddress"},
      {nullptr, "no port", "no port"},
  };
  for (const Case& c : cases) {
    ServeOptions options = options_;
    if (c.cert_file != nullptr) options.tls.cert_file = c.cert_file;
    options.listen_address = c.address;
    const Result<std::unique_ptr<Service>> service = Service::Start({}, options);
    ASSERT_FALSE(service.ok()) << c.want;
    EXPECT_THAT(service.error().message, HasSubstr(c.want));
  }
}

}  // namespace
}  // namespace promgate
