#pragma once
// The HTTP layer: cpp-httplib parses, routes and formats; the listener's sockets stay ours.
//
// A request that the listener found complete goes through httplib's process_request over a Stream
// in memory, so that httplib never sees a socket or an unbounded byte.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "server/listener.h"

namespace promgate {

struct HttpRequest {
  std::string_view method, path;
  std::string_view content_type;  // without parameters, lower case
  std::string_view body;
  bool body_too_large = false;  // `body` is what was read
};

struct HttpResponse {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
};

using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;

class HttpRoutes {
 public:
  HttpRoutes();
  ~HttpRoutes();
  // Exact paths only. A path with another method answers 405, an unknown path 404; HEAD follows
  // GET.
  void Get(std::string_view path, HttpHandler handler);
  void Post(std::string_view path, HttpHandler handler);
  // A handler for Listener::Start. This must outlive the listener. An exception out of a handler:
  // 500, counted.
  RawHandler Handler();
  uint64_t exceptions() const;

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

}  // namespace promgate
