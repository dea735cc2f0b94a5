-- wrk script: POSTs an AdmissionReview in 1,024 variants, so that no cache of verdicts can answer.
-- wrk … -s bench/distinct.lua URL -- REVIEW.json [CONTENT-TYPE]
-- Each variant has its own uid, object name and metric names (each "metric" of the input gets a number).

local variants = 1024
local requests, turn = {}, 0
content_type = "application/json"

function init(args)
  local file = assert(io.open(args[1], "rb"))
  local review = file:read("*a")
  file:close()
  content_type = args[2] or content_type
  for i = 1, variants do
    local body = review:gsub("705ab4f5", string.format("%08x", i))
    body = body:gsub("http_requests_total", "http_requests_" .. i .. "_total"):gsub("shop%-rules", "shop-rules-" .. i)
    requests[i] = wrk.format("POST", nil, {["Content-Type"] = content_type}, body)
  end
end

function request()
  turn = turn % variants + 1
  return requests[turn]
end

-- One line for bench/admission.sh: requests, seconds, p50 µs, p99 µs, errors.
function done(summary, latency)
  local e = summary.errors
  print(string.format("RESULT %d %.3f %.0f %.0f %d", summary.requests, summary.duration / 1e6, latency:percentile(50),
    latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
