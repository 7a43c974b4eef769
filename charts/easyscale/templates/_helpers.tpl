{{/* The name of the program, for labels. */}}
{{- define "easyscale.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* The name of most objects. A release named "easyscale" gives "easyscale", not "easyscale-easyscale". */}}
{{- define "easyscale.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains (include "easyscale.name" .) .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "easyscale.name" .) | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* The labels that never change: they tell whose pods these are. */}}
{{- define "easyscale.selectorLabels" -}}
app.kubernetes.io/name: {{ include "easyscale.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "easyscale.labels" -}}
{{- with .Values.commonLabels }}
{{- toYaml . }}
{{ end }}
{{- include "easyscale.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "easyscale.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "easyscale.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "easyscale.subjects" -}}
- kind: ServiceAccount
  name: {{ include "easyscale.serviceAccountName" . }}
  namespace: {{ .Release.Namespace }}
{{- end }}

{{- define "easyscale.leaseName" -}}
{{- default (include "easyscale.fullname" .) .Values.leaderElection.leaseName }}
{{- end }}

{{- define "easyscale.image" -}}
{{- if .Values.image.digest }}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest }}
{{- else }}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) }}
{{- end }}
{{- end }}

{{/* What the restricted Pod Security level asks of a pod. */}}
{{- define "easyscale.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/* What it asks of a container, and a file system that cannot be written to. */}}
{{- define "easyscale.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop:
  - ALL
{{- end }}

{{/* The namespace in which `helm test` puts its rule: one that the operator looks at. */}}
{{- define "easyscale.testNamespace" -}}
{{- if .Values.watchNamespaces }}
{{- first .Values.watchNamespaces }}
{{- else }}
{{- .Release.Namespace }}
{{- end }}
{{- end }}
