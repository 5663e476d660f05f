{{/* Volumes and their mounts, which come and go together. */}}
{{- define "buildsecrets-operator.volumes" -}}
- name: config
  configMap:
    name: {{ include "buildsecrets-operator.fullname" . | quote }}
- name: tmp
  emptyDir:
    medium: Memory
    sizeLimit: 16Mi
{{- with .Values.ca.configMapRef }}
{{- if .name }}
- name: ca
  configMap:
    name: {{ .name | quote }}
    items: [{key: {{ .key | quote }}, path: ca.crt}]
{{- end }}
{{- end }}
{{- with .Values.ca.secretRef }}
{{- if .name }}
- name: ca
  secret:
    secretName: {{ .name | quote }}
    items: [{key: {{ .key | quote }}, path: ca.crt}]
{{- end }}
{{- end }}
{{- with .Values.proxy.credentials.secretRef }}
{{- if .name }}
- name: proxy
  secret:
    secretName: {{ .name | quote }}
    items: [{key: {{ .key | quote }}, path: credentials}]
{{- end }}
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "buildsecrets-operator.volumeMounts" -}}
- name: config
  mountPath: {{ include "buildsecrets-operator.configDirectory" . }}
  readOnly: true
- name: tmp
  mountPath: /tmp
{{- if or .Values.ca.configMapRef.name .Values.ca.secretRef.name }}
- name: ca
  mountPath: {{ include "buildsecrets-operator.caDirectory" . }}
  readOnly: true
{{- end }}
{{- if .Values.proxy.credentials.secretRef.name }}
- name: proxy
  mountPath: {{ include "buildsecrets-operator.proxyDirectory" . }}
  readOnly: true
{{- end }}
{{- with .Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* On which nodes the image can run: on another one it would end with "exec format error". */}}
{{- define "buildsecrets-operator.nodeAffinity" -}}
{{- if .Values.affinity.nodeAffinity }}
{{- toYaml .Values.affinity.nodeAffinity }}
{{- else if .Values.image.architectures -}}
requiredDuringSchedulingIgnoredDuringExecution:
  nodeSelectorTerms:
    - matchExpressions:
        - key: kubernetes.io/arch
          operator: In
          values: {{ toJson .Values.image.architectures }}
{{- end }}
{{- end }}

{{/* Where several replicas go when nobody says otherwise. */}}
{{- define "buildsecrets-operator.podAntiAffinity" -}}
preferredDuringSchedulingIgnoredDuringExecution:
  - weight: 100
    podAffinityTerm:
      topologyKey: kubernetes.io/hostname
      labelSelector:
        matchLabels:
          {{- include "buildsecrets-operator.selectorLabels" . | nindent 10 }}
{{- end }}

{{- define "buildsecrets-operator.affinity" -}}
{{- $affinity := deepCopy .Values.affinity }}
{{- if and (not $affinity) (gt (int .Values.replicas) 1) }}
{{- $_ := set $affinity "podAntiAffinity" (include "buildsecrets-operator.podAntiAffinity" . | fromYaml) }}
{{- end }}
{{- with include "buildsecrets-operator.nodeAffinity" . }}
{{- $_ := set $affinity "nodeAffinity" (fromYaml .) }}
{{- end }}
{{- with $affinity }}{{ toYaml . }}{{ end }}
{{- end }}

{{- define "buildsecrets-operator.topologySpreadConstraints" -}}
{{- $own := dict "labelSelector" (dict "matchLabels" (include "buildsecrets-operator.selectorLabels" . | fromYaml)) }}
{{- $given := .Values.topologySpreadConstraints }}
{{- if and (not $given) (gt (int .Values.replicas) 1) }}
{{- $given = list (dict "maxSkew" 1 "topologyKey" "topology.kubernetes.io/zone" "whenUnsatisfiable" "ScheduleAnyway") }}
{{- end }}
{{- $all := list }}
{{- range $given }}{{- $all = append $all (merge (deepCopy .) $own) }}{{- end }}
{{- with $all }}{{ toYaml . }}{{ end }}
{{- end }}

{{/* With a Lease a new Pod stands by until the old one has let go. */}}
{{- define "buildsecrets-operator.strategy" -}}
{{- if .Values.strategy }}
{{- toYaml .Values.strategy }}
{{- else if .Values.operator.leaderElection.enabled -}}
type: RollingUpdate
rollingUpdate: {maxSurge: 1, maxUnavailable: 0}
{{- else -}}
type: Recreate
{{- end }}
{{- end }}
