{{/* Of a quantity as Kubernetes writes it, whole MiB; 0 when it is none. */}}
{{- define "buildsecrets-operator.mebibytes" -}}
{{- $bytes := dict "" 1 "m" 0.001
      "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12
      "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 }}
{{- $unit := regexFind "(m|k|M|G|T|Ki|Mi|Gi|Ti)$" (toString .) }}
{{- $number := toString . | trimSuffix $unit | float64 }}
{{- divf (mulf $number (get $bytes $unit)) 1048576 | floor | int }}
{{- end }}

{{/* The environment of the operator. The heap is what the limit leaves beside the rest of the process,
     which flags of the image bound: 130 MiB, and 1/32 of what is above 256Mi. Without a limit the
     image's own default holds. */}}
{{- define "buildsecrets-operator.env" -}}
{{- $own := list }}
{{- $given := list }}
{{- range .Values.extraEnv }}{{- $given = append $given .name }}{{- end }}
{{- with (.Values.resources.limits).memory }}
{{- if not (has "JDK_JAVA_OPTIONS" $given) }}
{{- $limit := include "buildsecrets-operator.mebibytes" . | int }}
{{- $own = list (dict "name" "JDK_JAVA_OPTIONS" "value" (printf "-Xmx%dm" (sub $limit (add 130 (div (sub $limit 256) 32))))) }}
{{- end }}
{{- end }}
{{- with concat $own .Values.extraEnv }}{{ toYaml . }}{{ end }}
{{- end }}
