{{/* What the operator may do where it looks at resources. It never writes a Secret. */}}
{{- define "buildsecrets-operator.rules" -}}
- apiGroups: [ignite.dodil.io]
  resources: [buildsecrets]
  verbs: [get, list, watch]
- apiGroups: [ignite.dodil.io]
  resources: [buildsecrets/status]
  verbs: [patch]
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, list, watch]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end }}

{{- define "buildsecrets-operator.subjects" -}}
- kind: ServiceAccount
  name: {{ include "buildsecrets-operator.serviceAccountName" . | quote }}
  namespace: {{ .Release.Namespace | quote }}
{{- end }}
