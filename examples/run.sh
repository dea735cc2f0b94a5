#!/bin/bash
# What `make run` shows: the gate on loopback with certificates of its own, asked about a good and a bad rule as a
# cluster would ask. Then it keeps serving until Ctrl-C.
#
#   PROMGATE=path/to/promgate PORT=8443 examples/run.sh          ONCE=1: stop after the two answers
set -euo pipefail
cd "$(dirname "$0")/.."
promgate=${PROMGATE:-build/release/promgate}
port=${PORT:-8443}
dir=build/run
url=https://localhost:$port

[ -x "$promgate" ] || { echo "run: $promgate is not built yet: make build" >&2; exit 2; }

# New certificates when there are none, or none that hold.
if ! "$promgate" certs inspect "$dir/tls.crt" >/dev/null 2>&1; then
  "$promgate" certs --out "$dir" --host localhost --host 127.0.0.1 --force
fi

"$promgate" serve --web.listen-address="127.0.0.1:$port" --cert-dir="$dir" >"$dir/log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true' EXIT

ask() { curl --silent --show-error --max-time 10 --cacert "$dir/ca.crt" "$@"; }

for _ in $(seq 100); do
  kill -0 $server 2>/dev/null || break
  ! ask "$url/readyz" >/dev/null 2>&1 || { ready=1; break; }
  sleep 0.05
done
if [ -z "${ready:-}" ] || ! kill -0 $server 2>/dev/null; then
  cat "$dir/log" >&2
  ! grep -q 'ddress already in use' "$dir/log" || echo "Port $port is taken. Another one: PORT=9443 make run" >&2
  exit 1
fi

# An answer as a person reads it: one line for each cause. The keys of promgate's JSON are in the order of the alphabet.
readable() {
  awk '{
    if ($0 ~ /"allowed":true/) print "  allowed"
    else print "  denied"
    causes = split($0, cause, /\{"field":"/)
    for (i = 2; i <= causes; i++) {
      split(cause[i], part, /","message":"|","reason":"/)
      gsub(/\\"/, "\"", part[2])
      gsub(/\\\\/, "\\", part[2])
      printf "\n  %s\n      %s\n", part[1], part[2]
    }
  }'
}

for which in good bad; do
  printf '\n── %s\n' "examples/prometheusrule-$which.yaml, as kube-apiserver sends it (examples/$which.review.json)"
  ask --header 'Content-Type: application/json' --data "@examples/$which.review.json" "$url/validate" | readable
done

cat <<TEXT

── Still serving on $url (log: $dir/log). In another terminal, try:

  $promgate lint examples/prometheusrule-bad.yaml
  $promgate promql 'sum by (job) (rate(http_requests_total[5m]))'
  curl --cacert $dir/ca.crt $url/metrics
  curl --cacert $dir/ca.crt -H 'Content-Type: application/json' -d @examples/bad.review.json $url/validate

TEXT
[ -z "${ONCE:-}" ] || exit 0
echo "Ctrl-C ends it."
trap 'exit 0' INT TERM
wait $server
