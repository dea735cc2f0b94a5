# shellcheck shell=bash disable=SC2154
# The gate, seen through kubectl. A case is a function case_NAME; it fails when one of its commands does.

case_bad_rule_is_refused_with_a_precise_message() {
  refuses_with "$(cat $here/rules/bad-syntax.txt)" kube apply -f $here/rules/bad-syntax.yaml
}

case_every_problem_is_told_at_once() {
  refuses_with "$(cat $here/rules/bad-thrice.txt)" kube create -f $here/rules/bad-thrice.yaml
}

case_good_rule_passes_untouched() {
  local before after
  webhooks off
  before=$(kube create --dry-run=server -o json -f $here/rules/good.yaml | content)
  webhooks on
  same "prometheusrule.monitoring.coreos.com/good created" "$(kube apply -f $here/rules/good.yaml 2>&1)"
  after=$(kube get prometheusrule good -o json | content)
  same "$before" "$after"
  same "prometheusrule.monitoring.coreos.com/good unchanged" "$(kube apply -f $here/rules/good.yaml 2>&1)"
  kube delete -f $here/rules/good.yaml
}

case_numbers_among_labels_become_text() {
  kube create -f $here/rules/numbers.yaml
  same '{"app.kubernetes.io/part-of":"1000000","on_call":"true"}' \
    "$(kube get prometheusrule numbers -o jsonpath='{.spec.groups[0].rules[0].labels}')"
  kube delete prometheusrule numbers
}

case_dry_run_judges_and_stores_nothing() {
  refused bad-syntax
  same "prometheusrule.monitoring.coreos.com/good created (server dry run)" "$(taken good 2>&1)"
  same "" "$(kube get prometheusrules -o name)"
}

case_warnings_are_shown() {
  same "$(cat $here/rules/doubtful.txt)" "$(taken doubtful 2>&1)"
}

case_examples_are_as_their_names_say() {
  local file seen=0
  for file in examples/*.yaml; do
    grep -q '^kind: PrometheusRule$' "$file" || continue
    seen=$((seen + 1))
    case "$(basename "$file")" in
      *bad*) fails kube apply --dry-run=server -f "$file" ;;
      *) kube apply --dry-run=server -f "$file" ;;
    esac
  done
  [ $seen -gt 0 ]
}

# What was bad before the gate came may stay and be edited, but not become worse; ratcheting shows it as a warning.
case_old_bad_object_may_be_edited_but_not_worsened() {
  webhooks off
  kube create -f $here/rules/bad-syntax.yaml
  webhooks on
  same "prometheusrule.monitoring.coreos.com/bad-syntax labeled" \
    "$(kube label prometheusrule bad-syntax team=shop 2>"$room/warnings")"
  grep -q '^Warning: .*spec.groups\[0\].rules\[0\].expr' "$room/warnings"
  fails kube patch prometheusrule bad-syntax --type=json \
    -p '[{"op": "replace", "path": "/spec/groups/0/rules/1/expr", "value": "up =="}]'
  kube patch prometheusrule bad-syntax --type=json \
    -p '[{"op": "replace", "path": "/spec/groups/0/rules/0/expr", "value": "up == 0"}]'
  kube delete prometheusrule bad-syntax
}

case_delete_always_works() {
  webhooks off
  kube create -f $here/rules/bad-syntax.yaml
  kube patch prometheusrule bad-syntax --type=merge -p '{"metadata": {"finalizers": ["example.com/later"]}}'
  webhooks on
  kube delete prometheusrule bad-syntax --wait=false
  # The object is on its way out: a controller may still write what it likes.
  kube patch prometheusrule bad-syntax --type=merge -p '{"spec": {"groups": "none"}}'
  kube patch prometheusrule bad-syntax --type=merge -p '{"metadata": {"finalizers": null}}'
  until_true 10 no_rules
}
no_rules() { [ -z "$(kube get prometheusrules -o name)" ]; }

case_certificate_rotates_under_load() {
  local turn worker workers=() served=()
  for worker in 1 2 3; do
    (while [ ! -e "$room/enough" ]; do taken good || exit 1; done) >"$room/worker$worker.log" 2>&1 &
    workers+=($!)
  done
  for turn in 1 2 3 4; do
    served+=("$(served_serial)")
    new_serving_certificate
    until_true 20 serves_another_than "${served[-1]}"
  done
  touch "$room/enough"
  for worker in "${workers[@]}"; do
    wait "$worker" || { cat "$room"/worker*.log; return 1; }
  done
  fails grep -v 'created (server dry run)$' "$room"/worker*.log
}
new_serving_certificate() {  # of the same CA; the files change one after the other, as they do for anybody
  openssl req -x509 -CA "$room/tls/ca.crt" -CAkey "$room/tls/ca.key" -days 2 -subj /CN=rotated -nodes \
    -addext subjectAltName=IP:127.0.0.1 -addext basicConstraints=critical,CA:FALSE -newkey ec \
    -pkeyopt ec_paramgen_curve:P-256 -keyout "$room/new.key" -out "$room/new.crt" 2>/dev/null
  mv "$room/new.crt" "$room/tls/tls.crt"
  sleep 0.2
  mv "$room/new.key" "$room/tls/tls.key"
}
served_serial() {
  openssl s_client -connect "127.0.0.1:$port" </dev/null 2>/dev/null | openssl x509 -noout -serial
}
serves_another_than() { [ "$(served_serial)" != "$1" ]; }

case_without_the_gate_nothing_unjudged_gets_in() {
  local said
  server_stop KILL
  said=$(fails taken good 2>&1)
  grep 'failed calling webhook "mutate.promgate.dev"' <<<"$said"
  server_start
  until_true 20 taken good
  refused bad-syntax
}

case_who_is_asked_to_stop_answers_until_forgotten() {
  server_stop
  server_start --shutdown-delay=30
  kill "$(cat "$room/promgate.pid")"
  until_true 10 fails ask /readyz
  refused bad-syntax
  taken good
  server_stop INT # the second signal
  server_start
}

case_failure_policy_ignore_lets_everything_in_while_the_gate_is_down() {
  webhooks on --set webhook.failurePolicy=Ignore
  server_stop
  until_true 20 taken bad-syntax
  server_start
  until_true 20 refused bad-syntax
  webhooks on
}

case_own_namespace_is_not_judged() {
  kube create namespace gate
  kube -n gate apply --dry-run=server -f $here/rules/bad-syntax.yaml
  kube delete namespace gate --wait=false
}

case_metrics_are_as_promtool_wants_them_and_count() {
  local before
  ask /metrics >"$room/metrics"
  "$promtool" check metrics <"$room/metrics"
  before=$(requests_of /validate)
  taken good
  [ "$(requests_of /validate)" -gt "$before" ]
}
requests_of() {  # how many reviews the gate answered there
  ask /metrics | awk -v path="webhook=\"$1\"" \
    '/^controller_runtime_webhook_requests_total/ && index($0, path) {sum += $NF} END {printf "%d", sum}'
}

case_log_has_no_complaint() {
  grep -v 'certificate not reloaded' "$room/promgate.log" >"$room/complaints"  # rotated above, one file at a time
  fails grep -iE 'panic|bug|level=error' "$room/complaints"
}
