#!/bin/bash
# How fast the gate is, and the peer's webhook in the same run: rps, latency, CPU a request, memory, start to ready.
#   bench/admission.sh [SECONDS]      (make bench calls it)
# REVIEW: the AdmissionReview to send, in 1,024 variants (bench/distinct.lua).  ORACLE: the peer (skipped where absent).
# Load generator and servers share the machine: compare the rows of one run, not of two.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-5}
review=${REVIEW:-../shared/conformance/bench/prometheusrule-20.json}
oracle=${ORACLE:-${XDG_CACHE_HOME:-$HOME/.cache}/promgate/tools/oracle}
promgate=${PROMGATE:-build/release/promgate}
[ -f "$review" ] || { echo "bench/admission.sh: no $review; name an AdmissionReview with REVIEW=" >&2; exit 2; }
command -v wrk >/dev/null || { echo "bench/admission.sh: needs wrk (Debian package wrk)" >&2; exit 2; }

room=$(mktemp -d)
server=
stop() { if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=; fi; }
trap 'stop; rm -rf "$room"' EXIT
"$promgate" certs --out "$room" --host 127.0.0.1 >/dev/null

free_port() {  # one that nobody listens on just now
  local port
  while port=$((20000 + RANDOM % 20000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}
rss_kib() { awk '/^VmRSS/ {print $2}' "/proc/$server/status"; }
cpu_ticks() { awk '{print $14 + $15}' "/proc/$server/stat"; }
milliseconds() { date +%s%3N; }

# start NAME PORT PATH COMMAND…: runs a server and prints how long it took to its first answer.
start() {
  local name=$1 port=$2 begin tries=0
  shift 2
  begin=$(date +%s%N)
  "$@" >"$room/$name.log" 2>&1 &
  server=$!
  until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    kill -0 "$server" 2>/dev/null && [ $((tries += 1)) -lt 5000 ] || { cat "$room/$name.log" >&2; exit 1; }
    sleep 0.002
  done
  echo "$name: listening after $((($(date +%s%N) - begin) / 1000000)) ms, RSS idle $(rss_kib) KiB"
}

# load NAME URL CONNECTIONS [CONTENT-TYPE]: one row.
load() {
  local name=$1 url=$2 connections=$3 type=${4:-application/json} before after line
  wrk -t1 -c"$connections" -d1s -s bench/distinct.lua "$url" -- "$review" "$type" >/dev/null
  before=$(cpu_ticks)
  line=$(wrk -t1 -c"$connections" -d"${seconds}s" -s bench/distinct.lua "$url" -- "$review" "$type" | grep ^RESULT)
  after=$(cpu_ticks)
  kill -0 "$server" || { echo "$name died" >&2; exit 1; }
  # shellcheck disable=SC2086
  set -- $line
  awk -v name="$name" -v c="$connections" -v n="$2" -v s="$3" -v p50="$4" -v p99="$5" -v errors="$6" -v ticks=$((after - before)) \
    -v hz="$(getconf CLK_TCK)" -v rss="$(rss_kib)" 'BEGIN {
      printf "%-9s %4d connections  %8.0f req/s  p50 %8.2f ms  p99 %8.2f ms  %7.0f CPU us/req  RSS %6d KiB  errors %d\n",
             name, c, n / s, p50 / 1000, p99 / 1000, ticks / hz * 1e6 / n, rss, errors }'
}

echo "AdmissionReview $(basename "$review") ($(stat -c %s "$review") bytes), ${seconds} s a row, $(nproc) cores, $(date -u +%F)"
port=$(free_port)
start promgate "$port" "$promgate" serve --web.listen-address="127.0.0.1:$port" --cert-dir="$room" --log-level=error
for connections in 1 8 64 256; do load promgate "https://127.0.0.1:$port/validate" "$connections"; done
# The same bytes with a content type that is refused unread: what sockets, TLS and HTTP cost. Its "errors" are the 415s.
for connections in 1 64; do load transport "https://127.0.0.1:$port/validate" "$connections" text/plain; done
stop
if [ -x "$oracle" ]; then
  port=$(free_port)
  start peer "$port" "$oracle" webhook "127.0.0.1:$port" "$room/tls.crt" "$room/tls.key"
  for connections in 1 8 64 256; do load peer "https://127.0.0.1:$port/admission-prometheusrules/validate" "$connections"; done
  stop
else
  echo "peer: skipped, no $oracle (make tools builds it)"
fi
