# shellcheck shell=bash disable=SC2154
# The world of the end-to-end cases, and the words they are written in. Sourced by run.

kube() { "$kubectl" --kubeconfig="$room/kubeconfig" --request-timeout=30s "$@"; }

set_up() {
  echo "promgate $("$promgate" --short-version), kubectl $("$kubectl" version --client -o json | python3 -c 'import json, sys
print(json.load(sys.stdin)["clientVersion"]["gitVersion"])')"
  tests/envtest/control-plane start "$room" || return
  "$promgate" certs --out "$room/tls" --host 127.0.0.1 >/dev/null || return
  port=$(free_port)
  server_start || return
  kube apply -f $here/crd.yaml >/dev/null || return
  kube wait --for=condition=established --timeout=30s crd/prometheusrules.monitoring.coreos.com >/dev/null || return
  webhooks on
}

free_port() { python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])'; }

# until_true SECONDS COMMAND…: polls.
until_true() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $deadline ] || { echo "in vain: $*" >&2; return 1; }
    sleep 0.1
  done
}

ask() { curl -sf -m 10 --cacert "$room/tls/ca.crt" "https://127.0.0.1:$port$1"; }

server_start() {  # [FLAGS…]
  "$promgate" serve --web.listen-address="127.0.0.1:$port" --cert-dir="$room/tls" "$@" </dev/null >>"$room/promgate.log" 2>&1 &
  echo $! >"$room/promgate.pid"
  disown
  until_true 10 ask /readyz || { tail -5 "$room/promgate.log" >&2; return 1; }
}

server_stop() {  # [SIGNAL]
  local pid
  [ -f "$room/promgate.pid" ] || return 0
  pid=$(cat "$room/promgate.pid")
  rm "$room/promgate.pid"
  kill "-${1:-TERM}" "$pid" 2>/dev/null || return 0
  until_true 30 gone "$pid"
}
gone() { ! kill -0 "$1" 2>/dev/null || grep -q '^State:.*Z' "/proc/$1/status"; }

# The chart's webhooks, but by URL: there is no Service network here.
webhook_configurations() {
  "$helm" template e2e charts/promgate -n gate -s templates/webhook.yaml --set image.repository=none \
    --set tls.source=secret,tls.existingSecret=none --set-file tls.caBundle="$room/tls/ca.crt" "$@" |
    sed "s|service: {.*path: \(/[a-z]*\)}|url: https://127.0.0.1:$port\1|"
}

# webhooks on [HELM FLAGS…] | off: and waits until kube-apiserver acts on it.
webhooks() {
  local mode=$1
  shift
  if [ "$mode" = on ]; then
    webhook_configurations "$@" | kube apply -f - >/dev/null || return
    until_true 20 refused bad-thrice  # which is never stored, hence never old
  else
    webhook_configurations | kube delete -f - >/dev/null || return
    until_true 20 taken bad-thrice
  fi
}

taken() { kube apply --dry-run=server -f "$here/rules/$1.yaml"; }
refused() { fails taken "$1"; }

# `! COMMAND` would not end a case.
fails() {
  if "$@"; then
    echo "went through: $*"
    return 1
  fi
}

# refuses_with TEXT COMMAND…: COMMAND fails, and says exactly this.
refuses_with() {
  local expected=$1 said
  shift
  if said=$("$@" 2>&1); then
    printf 'went through: %s\n%s\n' "$*" "$said"
    return 1
  fi
  same "$expected" "$said"
}

# same EXPECTED GOT
same() { diff -u --label expected --label got <(printf '%s\n' "$1") <(printf '%s\n' "$2"); }

# What is stored, or would be, without what every write changes.
content() {
  python3 -c 'import json, sys
o = json.load(sys.stdin)
for name in ("uid", "resourceVersion", "generation", "creationTimestamp", "managedFields"):
    o["metadata"].pop(name, None)
o["metadata"].get("annotations", {}).pop("kubectl.kubernetes.io/last-applied-configuration", None)
if not o["metadata"].get("annotations"): o["metadata"].pop("annotations", None)
print(json.dumps(o, indent=1, sort_keys=True))'
}
