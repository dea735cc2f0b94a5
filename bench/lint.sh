#!/bin/bash
# promgate lint on a tree of many small rule files, beside promtool where that is there to be run.
#   PROMGATE, PROMTOOL: the programs.   FILES: how many.   FORMAT: of the result.
set -euo pipefail
files=${FILES:-10000} format=${FORMAT:-text} limit=${LIMIT:-120}
promgate=${PROMGATE:-build/release/promgate}
promtool=${PROMTOOL:-$(command -v promtool || true)}
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

# Ten rules a file, a hundred files a folder, one file in a hundred with a mistake.
awk -v tree="$tree" -v files="$files" 'BEGIN {
  for (i = 0; i < files; i++) {
    folder = sprintf("%s/team-%03d", tree, int(i / 100))
    if (i % 100 == 0) system("mkdir " folder)
    file = sprintf("%s/rules-%05d.yaml", folder, i)
    print "groups:\n- name: service-" i "\n  interval: 1m\n  rules:" > file
    for (r = 0; r < 5; r++) {
      print "  - record: job:requests_" r ":rate5m\n    expr: sum by (job, code) (rate(http_requests_total{service=\"s" i "\", code=~\"5..\"}[5m]))" > file
      print "  - alert: TooManyErrors" r "\n    expr: |\n      sum(rate(errors_total{service=\"s" i "\"}[5m]))\n        / sum(rate(requests_total[5m])) > 0." r + 1 (r == 4 && i % 100 == 50 ? ")" : "") "\n    for: 10m\n    labels: {severity: page}\n    annotations:\n      summary: \"{{ $labels.job }} fails {{ $value | humanizePercentage }} of its requests\"" > file
    }
    close(file)
  }
}'

measure() {  # name, command…: wall and CPU seconds, peak memory; the exit code is the verdict's
  local name=$1
  shift
  timeout "$limit" /usr/bin/time -f "$name: %e s wall, %U s user, %S s system, %M KiB" -o "$tree/time" "$@" >"$tree/out" 2>/dev/null || true
  echo "$(grep -v '^Command exited' "$tree/time"), $(wc -c <"$tree/out") bytes of result"
}

echo "$files files, $(du -sb --apparent-size "$tree" | cut -f1) bytes, $(nproc) cores"
measure "promgate lint -o $format" "$promgate" lint -o "$format" "$tree"
if [ -n "$promtool" ]; then
  measure "promtool check rules" "$promtool" check rules "$tree"/*/*.yaml
  measure "promtool, no duplicate lint" "$promtool" check rules --lint=none "$tree"/*/*.yaml
else
  echo "promtool check rules: skipped, no promtool"
fi
