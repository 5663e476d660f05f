{{/* "true" or nothing. A namespace's administrator may not install a policy, so not by default with
     watchNamespaces. Never left out because of what the cluster is: a plain `helm template` knows no
     cluster, and nobody would notice. */}}
{{- define "buildsecrets-operator.admissionPolicy" -}}
{{- $enabled := toString .Values.admissionPolicy.enabled }}
{{- if eq $enabled "auto" }}{{ $enabled = empty .Values.watchNamespaces | toString }}{{ end }}
{{- if eq $enabled "true" }}true{{ end }}
{{- end }}

{{/* Whether one optional field of spec is what it was; CEL can't compare all fields but one. */}}
{{- define "buildsecrets-operator.unchanged" -}}
object.spec.?{{ . }} == oldObject.spec.?{{ . }}
{{- end }}

{{/* Where the bindings hold: in the namespaces that the operator looks at, so that releases which
     watch different namespaces don't deny each other. */}}
{{- define "buildsecrets-operator.admissionNamespaces" -}}
{{- $selector := deepCopy .Values.admissionPolicy.namespaceSelector }}
{{- with .Values.watchNamespaces }}
{{- $watched := dict "key" "kubernetes.io/metadata.name" "operator" "In" "values" . }}
{{- $_ := set $selector "matchExpressions" (append ($selector.matchExpressions | default list) $watched) }}
{{- end }}
{{- with $selector }}{{ toYaml . }}{{ end }}
{{- end }}
