# shellcheck shell=bash disable=SC2154
# The chart: what helm says about it, and what a real API server does.

chart() { "$helm" --kubeconfig="$room/kubeconfig" -n promgate "$@"; }
image="image.repository=registry.example.com/promgate"

case_chart_lints() {
  "$helm" lint --strict charts/promgate --set "$image"
  fails "$helm" lint charts/promgate --set "$image,webhook.failurePolicy=Maybe"
  fails "$helm" template charts/promgate  # no image
}

case_chart_installs_and_keeps_its_certificate() {
  local certificate
  chart install gate charts/promgate --create-namespace --set "$image" >/dev/null
  kube -n promgate get deployment/gate service/gate serviceaccount/gate poddisruptionbudget/gate
  certificate=$(kube -n promgate get secret gate-tls -o 'jsonpath={.data}')
  chart_ca_signed_the_certificate
  chart upgrade gate charts/promgate --set "$image,replicas=3" >/dev/null
  same "$certificate" "$(kube -n promgate get secret gate-tls -o 'jsonpath={.data}')"
  for kind in validating mutating; do
    same "$(kube -n promgate get secret gate-tls -o 'jsonpath={.data.ca\.crt}')" \
      "$(kube get "${kind}webhookconfiguration" gate-promgate -o 'jsonpath={.webhooks[0].clientConfig.caBundle}')"
  done
  chart uninstall gate
  fails kube get validatingwebhookconfiguration gate-promgate
}
chart_ca_signed_the_certificate() {
  local key
  for key in ca.crt tls.crt; do
    kube -n promgate get secret gate-tls -o "go-template={{index .data \"$key\" | base64decode}}" >"$room/$key"
  done
  openssl verify -CAfile "$room/ca.crt" -purpose sslserver -verify_hostname gate.promgate.svc "$room/tls.crt"
}

case_chart_takes_other_certificates() {
  local objects
  objects=$("$helm" template gate charts/promgate --set "$image,tls.source=cert-manager")
  same "Certificate Issuer" "$(grep -oE '^kind: (Issuer|Certificate|Secret)$' <<<"$objects" | cut -d' ' -f2 | sort | xargs)"
  same 2 "$(grep -c 'cert-manager.io/inject-ca-from: default/gate$' <<<"$objects")"
  objects=$("$helm" template gate charts/promgate --set "$image,tls.source=cert-manager,tls.issuerRef.name=ours")
  same "Certificate" "$(grep -oE '^kind: (Issuer|Certificate|Secret)$' <<<"$objects" | cut -d' ' -f2 | sort | xargs)"
  fails "$helm" template gate charts/promgate --set "$image,tls.source=secret"
  "$helm" template gate charts/promgate -n default --set "$image,tls.source=secret,tls.existingSecret=mine" \
    --set-file tls.caBundle="$room/tls/ca.crt" | kube apply --dry-run=server -f -
}

case_chart_with_everything_is_valid() {
  "$helm" template gate charts/promgate --set "$image,serviceMonitor.enabled=true" \
    --set 'serviceMonitor.labels.release=k8s,podLabels.a=b,podAnnotations.c=d,hostNetwork=true,nodeSelector.e=f' \
    --set 'extraArgs={--log-level=debug},imagePullSecrets[0].name=x,webhook.excludedNamespaces={kube-system}' \
    --set 'webhook.namespaceMatchExpressions[0].key=gate,webhook.namespaceMatchExpressions[0].operator=Exists' \
    --set 'tolerations[0].operator=Exists,priorityClassName=system-cluster-critical' >"$room/everything.yaml"
  # No ServiceMonitor kind here.
  awk 'BEGIN {RS = "---\n"; ORS = "---\n"} !/kind: ServiceMonitor/' "$room/everything.yaml" |
    kube -n default apply --dry-run=server -f -
  grep -A99 'kind: ServiceMonitor' "$room/everything.yaml" | grep -q 'release: k8s'
}
