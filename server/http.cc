#include "server/http.h"

#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <cstring>
#include <map>
#include <string>
#include <utility>

#include "base/log.h"

namespace promgate {
namespace {

// What httplib reads a request from and writes its answer to.
class MemoryStream final : public httplib::Stream {
 public:
  explicit MemoryStream(std::string_view in) : in_(in) {}

  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* to, size_t size) override {
    const size_t taken = std::min(size, in_.size());
    std::memcpy(to, in_.data(), taken);
    in_.remove_prefix(taken);
    return static_cast<ssize_t>(taken);
  }
  ssize_t write(const char* from, size_t size) override {
    out_.append(from, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return 0; }

  std::string TakeOutput() { return std::move(out_); }

 private:
  std::string_view in_;
  std::string out_;
};

std::string MediaType(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find_first_of("; \t")));
  std::transform(type.begin(), type.end(), type.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return type;
}

HttpResponse Failure(int status, std::string_view message) {
  return {status, "{\"error\":\"" + std::string(message) + "\"}\n"};
}

bool IsEncoded(const RequestHead& head) {
  const std::string_view coding = head.Find("content-encoding");
  return !coding.empty() && !EqualsIgnoringCase(coding, "identity");
}

}  // namespace

// httplib's own routing is by backtracking patterns, and its reading of bodies inflates, splits
// multipart and decodes forms. So it gets the request line only, all requests are answered in its
// pre-routing hook, and the body goes past it.
class HttpRoutes::Server : public httplib::Server {
 public:
  struct Route {
    HttpHandler get, post;
  };

  Server() {
    set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
      Answer(request, response);
      return HandlerResponse::Handled;
    });
    set_post_routing_handler([](const httplib::Request&, httplib::Response& response) {
      response.headers.erase("Keep-Alive");  // the listener's business
      response.headers.erase("Accept-Ranges");
    });
  }

  Route& At(std::string_view path) { return routes_[std::string(path)]; }
  uint64_t exceptions() const { return exceptions_; }

  RawResponse Serve(const RawRequest& raw) {
    std::string line;
    line.append(raw.head.method).append(" ");
    line.append(raw.head.target.substr(0, raw.head.target.find('?')));  // no handler asks for it
    line.append(raw.head.http11 ? " HTTP/1.1\r\n\r\n" : " HTTP/1.0\r\n\r\n");
    MemoryStream stream(line);
    current = &raw;
    const bool served = Process(stream, raw.close);
    current = nullptr;
    std::string bytes = stream.TakeOutput();
    if (served && !bytes.empty()) return {std::move(bytes), false};
    return {"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            true};
  }

 private:
  // The signature is the one thing that differs between the versions of Debian 12 (0.11) and 13
  // (0.18).
  template <class S>
  bool ProcessRequest(S& server, MemoryStream& stream, bool close) {
    bool closed = false;
    if constexpr (requires { server.process_request(stream, close, closed, nullptr); }) {
      return server.process_request(stream, close, closed, nullptr);
    } else {
      return server.process_request(stream, "", 0, "", 0, close, closed, nullptr);
    }
  }

  bool Process(MemoryStream& stream, bool close) {
    try {
      return ProcessRequest(*this, stream, close);
    } catch (...) {
      CountException("httplib");
      return false;
    }
  }

  void Answer(const httplib::Request& request, httplib::Response& response) {
    std::string allow;
    HttpResponse answer = Dispatch(request, allow);
    response.status = answer.status;
    response.body = std::move(answer.body);
    response.set_header("Content-Type", answer.content_type);
    if (!allow.empty()) response.set_header("Allow", allow);
  }

  HttpResponse Dispatch(const httplib::Request& request, std::string& allow) {
    const auto found = routes_.find(request.path);
    if (found == routes_.end()) return Failure(404, "not found");
    const Route& route = found->second;
    const bool get = request.method == "GET" || request.method == "HEAD";
    const bool post = request.method == "POST";
    const HttpHandler& handler = get ? route.get : route.post;
    if ((!get && !post) || !handler) {
      allow = route.get && route.post ? "GET, HEAD, POST" : route.get ? "GET, HEAD" : "POST";
      return Failure(405, "method not allowed");
    }
    if (IsEncoded(current->head)) return Failure(415, "content encodings are not understood");
    return Call(handler, request);
  }

  HttpResponse Call(const HttpHandler& handler, const httplib::Request& request) {
    const std::string content_type = MediaType(current->head.Find("content-type"));
    HttpRequest ours;
    ours.method = request.method;
    ours.path = request.path;
    ours.content_type = content_type;
    ours.body = current->body;
    ours.body_too_large = current->body_too_large;
    try {
      return handler(ours);
    } catch (const std::exception& e) {
      CountException(e.what());
    } catch (...) {
      CountException("unknown exception");
    }
    return Failure(500, "internal error");
  }

  void CountException(std::string_view what) {
    ++exceptions_;
    Log(LogLevel::kError, "bug: exception while a request was answered", {{"err", what}});
  }

  // httplib's hook gets only what httplib made of the request.
  static inline thread_local const RawRequest* current = nullptr;

  std::map<std::string, Route, std::less<>> routes_;
  std::atomic<uint64_t> exceptions_{0};
};

HttpRoutes::HttpRoutes() : server_(std::make_unique<Server>()) {}
HttpRoutes::~HttpRoutes() = default;

void HttpRoutes::Get(std::string_view path, HttpHandler handler) {
  server_->At(path).get = std::move(handler);
}
void HttpRoutes::Post(std::string_view path, HttpHandler handler) {
  server_->At(path).post = std::move(handler);
}
uint64_t HttpRoutes::exceptions() const {
  return server_->exceptions();
}

RawHandler HttpRoutes::Handler() {
  return [server = server_.get()](const RawRequest& raw) { return server->Serve(raw); };
}

}  // namespace promgate
