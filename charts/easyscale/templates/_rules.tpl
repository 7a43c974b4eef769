{{/*
The rights of the operator, each with what it is for. config/rbac/cluster_role.yaml is the same list; a test compares them.
*/}}

{{/* What it does with the rules and the targets of a namespace. */}}
{{- define "easyscale.rules.work" -}}
# Rules: read them, and write what it tells about them; never the rules themselves.
- apiGroups: ["easyscale.io"]
  resources: ["scalingrules"]
  verbs: ["get", "list", "watch"]
- apiGroups: ["easyscale.io"]
  resources: ["scalingrules/status"]
  verbs: ["patch"]
# Targets: read them, and change their number of replicas and nothing else.
- apiGroups: ["apps"]
  resources: ["deployments", "statefulsets"]
  verbs: ["get", "list", "watch"]
- apiGroups: ["apps"]
  resources: ["deployments/scale", "statefulsets/scale"]
  verbs: ["get", "patch"]
# Autoscalers: see whether one already looks after a target.
- apiGroups: ["autoscaling"]
  resources: ["horizontalpodautoscalers"]
  verbs: ["list", "watch"]
# Events: tell what it did.
- apiGroups: ["events.k8s.io"]
  resources: ["events"]
  verbs: ["create"]
{{- end }}

{{/* What it looks at outside of any namespace. */}}
{{- define "easyscale.rules.cluster" -}}
# Namespaces: see whether one allows rules from another.
- apiGroups: [""]
  resources: ["namespaces"]
  verbs: ["list", "watch"]
# Kinds: learn when a new one appears that a rule is waiting for.
- apiGroups: ["apiextensions.k8s.io"]
  resources: ["customresourcedefinitions"]
  verbs: ["list", "watch"]
{{- end }}

{{/* Further kinds of targets: the same two rights as for Deployments. */}}
{{- define "easyscale.rules.extraKinds" -}}
{{- range $position, $kind := .Values.extraKinds }}
{{- if $position }}
{{ end -}}
- apiGroups: [{{ $kind.apiGroup | quote }}]
  resources: [{{ $kind.resource | quote }}]
  verbs: ["get", "list", "watch"]
- apiGroups: [{{ $kind.apiGroup | quote }}]
  resources: [{{ printf "%s/scale" $kind.resource | quote }}]
  verbs: ["get", "patch"]
{{- end }}
{{- end }}
