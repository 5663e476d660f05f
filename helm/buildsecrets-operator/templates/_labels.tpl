{{/* What Pods are found by: never changed, since a Deployment's selector can't be. */}}
{{- define "buildsecrets-operator.selectorLabels" -}}
app.kubernetes.io/name: {{ include "buildsecrets-operator.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/component: operator
{{- end }}

{{/* (list context [labels...]): labels of an object; the chart's own win over the caller's */}}
{{- define "buildsecrets-operator.labels" -}}
{{- $context := first . }}
{{- $own := dict
      "app.kubernetes.io/name" (include "buildsecrets-operator.name" $context)
      "app.kubernetes.io/instance" $context.Release.Name
      "app.kubernetes.io/component" "operator"
      "app.kubernetes.io/version" ($context.Chart.AppVersion | replace "+" "_" | trunc 63 | trimAll "-_.")
      "app.kubernetes.io/managed-by" $context.Release.Service
      "helm.sh/chart" (printf "%s-%s" $context.Chart.Name $context.Chart.Version | replace "+" "_" | trunc 63 | trimAll "-_.") }}
{{- $given := deepCopy $context.Values.commonLabels }}
{{- range rest . }}{{- $given = mergeOverwrite $given (deepCopy .) }}{{- end }}
{{- mergeOverwrite $given $own | toYaml }}
{{- end }}
