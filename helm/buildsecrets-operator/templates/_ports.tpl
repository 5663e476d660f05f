{{/* The ports of endpoints and proxy, as JSON. */}}
{{- define "buildsecrets-operator.endpointPorts" -}}
{{- $ports := list }}
{{- $urls := list .Values.proxy.url }}
{{- range .Values.operator.endpoints }}{{- $urls = concat $urls (list .apiUrl .tokenUrl) }}{{- end }}
{{- range compact $urls }}
{{- $url := urlParse . }}
{{- $ports = append $ports (regexFind ":[0-9]+$" $url.host | trimPrefix ":" | default (eq $url.scheme "https" | ternary "443" "80") | int) }}
{{- end }}
{{- $ports | uniq | toJson }}
{{- end }}
