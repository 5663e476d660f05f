{{/* Names. A release's name may hold dots, which a Service's must not. */}}

{{- define "buildsecrets-operator.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimAll "-" }}
{{- end }}

{{- define "buildsecrets-operator.fullname" -}}
{{- $name := .Values.nameOverride | default .Chart.Name }}
{{- $release := .Release.Name | replace "." "-" }}
{{- $full := contains $name $release | ternary $release (printf "%s-%s" $release $name) }}
{{- .Values.fullnameOverride | default $full | trunc 63 | trimAll "-" }}
{{- end }}

{{/* (list context "metrics"): at most 63 characters with its end */}}
{{- define "buildsecrets-operator.suffixed" -}}
{{- $end := printf "-%s" (last .) }}
{{- include "buildsecrets-operator.fullname" (first .) | trunc (int (sub 63 (len $end))) | trimAll "-" }}{{ $end }}
{{- end }}

{{/* Of objects outside of the release's namespace: releases of one name must not share them. */}}
{{- define "buildsecrets-operator.clusterName" -}}
{{- include "buildsecrets-operator.fullname" . }}.{{ .Release.Namespace }}
{{- end }}

{{- define "buildsecrets-operator.statusPolicyName" -}}
{{- include "buildsecrets-operator.clusterName" . }}.status
{{- end }}

{{- define "buildsecrets-operator.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- .Values.serviceAccount.name | default (include "buildsecrets-operator.fullname" .) }}
{{- else }}
{{- .Values.serviceAccount.name | default "default" }}
{{- end }}
{{- end }}

{{- define "buildsecrets-operator.leaseName" -}}
{{- .Values.operator.leaderElection.leaseName | default (include "buildsecrets-operator.fullname" .) }}
{{- end }}

{{- define "buildsecrets-operator.leaseNamespace" -}}
{{- .Values.operator.leaderElection.leaseNamespace | default .Release.Namespace }}
{{- end }}

{{- define "buildsecrets-operator.image" -}}
{{- $version := .Values.image.tag | default .Chart.AppVersion | printf ":%s" }}
{{- with .Values.image.digest }}{{- $version = printf "@%s" . }}{{- end }}
{{- with .Values.image.registry }}{{ . }}/{{ end }}{{ .Values.image.repository }}{{ $version }}
{{- end }}
