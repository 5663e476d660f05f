{{/* Where files are mounted; each folder is a volume of its own, so that changes reach the Pod. */}}
{{- define "buildsecrets-operator.configDirectory" -}}/etc/buildsecrets/config{{- end }}
{{- define "buildsecrets-operator.caDirectory" -}}/etc/buildsecrets/ca{{- end }}
{{- define "buildsecrets-operator.proxyDirectory" -}}/etc/buildsecrets/proxy{{- end }}

{{- define "buildsecrets-operator.caFile" -}}
{{- with .Values.ca }}
{{- if or .configMapRef.name .secretRef.name -}}
{{ include "buildsecrets-operator.caDirectory" $ }}/ca.crt
{{- else }}{{ .file }}{{ end }}
{{- end }}
{{- end }}

{{- define "buildsecrets-operator.proxyCredentialsFile" -}}
{{- with .Values.proxy.credentials }}
{{- if .secretRef.name -}}
{{ include "buildsecrets-operator.proxyDirectory" $ }}/credentials
{{- else }}{{ .file }}{{ end }}
{{- end }}
{{- end }}

{{/* The operator's configuration file. */}}
{{- define "buildsecrets-operator.configuration" -}}
{{- $config := deepCopy .Values.operator }}
{{- $_ := set $config "watchNamespaces" .Values.watchNamespaces }}
{{- $_ := set $config.calls "caFile" (include "buildsecrets-operator.caFile" .) }}
{{- $_ := set $config.calls "proxy" (dict
      "url" .Values.proxy.url
      "noProxy" .Values.proxy.noProxy
      "credentialsFile" (include "buildsecrets-operator.proxyCredentialsFile" .)) }}
{{- $_ := set $config.leaderElection "leaseName" (include "buildsecrets-operator.leaseName" .) }}
{{- $_ := set $config.leaderElection "leaseNamespace" (include "buildsecrets-operator.leaseNamespace" .) }}
{{- toYaml $config }}
{{- end }}
