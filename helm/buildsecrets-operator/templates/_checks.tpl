{{/* An entry of NO_PROXY. The operator itself looks closer, at its start. */}}
{{- define "buildsecrets-operator.noProxyEntry" -}}
{{- $name := "(\\*?\\.)?([a-z0-9_]([-a-z0-9_]*[a-z0-9_])?\\.)*[a-z_]([-a-z0-9_]*[a-z0-9_])?\\.?" -}}
{{- $v4 := "\\d{1,3}(\\.\\d{1,3}){3}(/([12]?\\d|3[0-2]))?" -}}
{{- $v6 := "(\\[[0-9a-f]*:[0-9a-f:.]*\\]|[0-9a-f]*:[0-9a-f:.]*)(/(\\d{1,2}|1[01]\\d|12[0-8]))?" -}}
(?i)^(\*|({{ $name }}|{{ $v4 }}|{{ $v6 }})(:\d{1,5})?)$
{{- end }}

{{/* What a schema can't say; all faults at once. */}}
{{- define "buildsecrets-operator.check" -}}
{{- $faults := list }}
{{- with .Values }}
{{- if and (gt (int .replicas) 1) (not .operator.leaderElection.enabled) }}
{{- $faults = append $faults "replicas: several would all work without operator.leaderElection.enabled" }}
{{- end }}
{{- if not (or .serviceAccount.create .serviceAccount.name) }}
{{- $faults = append $faults "serviceAccount.name: is needed with serviceAccount.create=false; every Pod of the namespace may use \"default\"" }}
{{- end }}
{{- if gt (len (compact (list .ca.configMapRef.name .ca.secretRef.name .ca.file))) 1 }}
{{- $faults = append $faults "ca: only one of configMapRef, secretRef and file" }}
{{- end }}
{{- $credentials := compact (list .proxy.credentials.secretRef.name .proxy.credentials.file) }}
{{- if gt (len $credentials) 1 }}
{{- $faults = append $faults "proxy.credentials: only one of secretRef and file" }}
{{- end }}
{{- if and $credentials (not .proxy.url) }}
{{- $faults = append $faults "proxy.url: is needed with proxy.credentials" }}
{{- end }}
{{- range $entry := regexSplit "[,\\s]+" .proxy.noProxy -1 }}
{{- if and $entry (not (regexMatch (include "buildsecrets-operator.noProxyEntry" $) $entry)) }}
{{- $faults = append $faults (printf "proxy.noProxy: %q is no host name, .domain, *.domain, address, CIDR or *" $entry) }}
{{- end }}
{{- end }}
{{- if eq (int .operator.server.probePort) (int .operator.server.metricsPort) }}
{{- $faults = append $faults "operator.server.probePort: must not be metricsPort" }}
{{- end }}
{{- if and .networkPolicy.enabled (not .networkPolicy.ingress.metrics.from) (or .metrics.serviceMonitor.enabled .metrics.podMonitor.enabled) }}
{{- $faults = append $faults "networkPolicy.ingress.metrics.from: is needed with a serviceMonitor or podMonitor, which could not scrape" }}
{{- end }}
{{- if and .metrics.serviceMonitor.enabled .metrics.podMonitor.enabled }}
{{- $faults = append $faults "metrics: serviceMonitor and podMonitor would scrape the same twice" }}
{{- end }}
{{- if and (has "Deny" .admissionPolicy.validationActions) (has "Warn" .admissionPolicy.validationActions) }}
{{- $faults = append $faults "admissionPolicy.validationActions: only one of Deny and Warn, which Kubernetes refuses together" }}
{{- end }}
{{- if and (include "buildsecrets-operator.admissionPolicy" $) (semverCompare "<1.30.0-0" $.Capabilities.KubeVersion.Version) }}
{{- $faults = append $faults "admissionPolicy.enabled: needs Kubernetes 1.30; with false, let nobody write BuildSecrets who may not read the namespace's Secrets, and nobody but the operator write their statuses" }}
{{- end }}
{{- with (.resources.limits).memory }}
{{- if lt (include "buildsecrets-operator.mebibytes" . | int) 256 }}
{{- $faults = append $faults (printf "resources.limits.memory: must be 256Mi or more, as 256Mi, 1Gi, 512M or a number of bytes, not %v" .) }}
{{- end }}
{{- end }}
{{- range $i, $binding := .operator.organizations }}
{{- if not (hasKey $.Values.operator.endpoints $binding.endpoint) }}
{{- $faults = append $faults (printf "operator.organizations[%d].endpoint: must be one of operator.endpoints" $i) }}
{{- end }}
{{- end }}
{{- end }}
{{- with $faults }}
{{- printf "the values are not valid:\n  %s" (join "\n  " .) | fail }}
{{- end }}
{{- end }}
