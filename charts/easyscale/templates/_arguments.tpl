{{/*
The arguments of the operator: what differs from its own defaults and nothing else, so that whoever looks at the pod sees
what somebody decided.
*/}}
{{- define "easyscale.arguments" -}}
- run
{{- range .Values.watchNamespaces }}
- --watch-namespace={{ . }}
{{- end }}
{{- if ne .Values.crossNamespace "Granted" }}
- --cross-namespace={{ .Values.crossNamespace }}
{{- end }}
{{- if not (kindIs "invalid" .Values.replicasCeiling) }}
- --replicas-ceiling={{ int64 .Values.replicasCeiling }}
{{- end }}
{{- with .Values.protectedNamespaces }}
- {{ printf "--protected-namespaces=%s" (join "," .) | quote }}
{{- end }}
{{- if ne (include "easyscale.leaseName" .) "easyscale" }}
- --lease-name={{ include "easyscale.leaseName" . }}
{{- end }}
{{- with .Values.leaderElection }}
{{- if ne .leaseDuration "15s" }}
- --lease-duration={{ .leaseDuration }}
{{- end }}
{{- if ne .renewDeadline "10s" }}
- --renew-deadline={{ .renewDeadline }}
{{- end }}
{{- if ne .retryPeriod "2s" }}
- --retry-period={{ .retryPeriod }}
{{- end }}
{{- end }}
{{- with .Values.listen }}
{{- if or (ne .address "0.0.0.0") (ne (int .port) 8080) }}
- {{ printf "--listen=%s:%d" .address (int .port) | quote }}
{{- end }}
{{- end }}
{{- if ne .Values.log.format "text" }}
- --log-format={{ .Values.log.format }}
{{- end }}
{{- if ne .Values.log.level "info" }}
- {{ printf "--log-level=%s" .Values.log.level | quote }}
{{- end }}
{{- range .Values.extraArgs }}
- {{ . | quote }}
{{- end }}
{{- end }}
