{{/* (list context values): what a ServiceMonitor and a PodMonitor have in common */}}
{{- define "buildsecrets-operator.monitorMetadata" -}}
{{- $context := first . }}
{{- $values := last . -}}
name: {{ include "buildsecrets-operator.fullname" $context | quote }}
namespace: {{ $context.Release.Namespace | quote }}
labels:
  {{- include "buildsecrets-operator.labels" (list $context $values.labels) | nindent 2 }}
{{- with $values.annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "buildsecrets-operator.monitorSelector" -}}
jobLabel: app.kubernetes.io/name
namespaceSelector:
  matchNames: [{{ .Release.Namespace | quote }}]
selector:
  matchLabels:
    {{- include "buildsecrets-operator.selectorLabels" . | nindent 4 }}
{{- end }}

{{- define "buildsecrets-operator.monitorEndpoint" -}}
- port: metrics
  path: /metrics
  # namespace and name of a resource, not of the Pod
  honorLabels: true
  {{- with .interval }}
  interval: {{ . }}
  {{- end }}
  {{- with .scrapeTimeout }}
  scrapeTimeout: {{ . }}
  {{- end }}
  {{- with .relabelings }}
  relabelings:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .metricRelabelings }}
  metricRelabelings:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
