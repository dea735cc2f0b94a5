{{- define "promgate.name" -}}
{{- .Values.fullnameOverride | default .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{/* The Secret with tls.crt and tls.key. */}}
{{- define "promgate.secret" -}}
{{- if eq .Values.tls.source "secret" -}}
{{- required "tls.existingSecret is required with tls.source=secret" .Values.tls.existingSecret -}}
{{- else -}}
{{- include "promgate.name" . }}-tls
{{- end -}}
{{- end -}}

{{- define "promgate.host" -}}
{{- include "promgate.name" . }}.{{ .Release.Namespace }}.svc
{{- end -}}

{{- define "promgate.selector" -}}
app.kubernetes.io/name: promgate
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "promgate.labels" -}}
{{ include "promgate.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}
