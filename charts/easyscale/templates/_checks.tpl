{{/* A duration such as 1h30m or 500ms in milliseconds. */}}
{{- define "easyscale.milliseconds" -}}
{{- $of := dict "h" 3600000 "m" 60000 "s" 1000 "ms" 1 }}
{{- $sum := 0 }}
{{- range regexFindAll "[0-9]+(h|ms|m|s)" . -1 }}
{{- $unit := regexFind "[a-z]+" . }}
{{- $sum = add $sum (mul (trimSuffix $unit . | int64) (get $of $unit)) }}
{{- end }}
{{- $sum }}
{{- end }}

{{/*
What the schema cannot see: values that do not fit together. Each is refused with a sentence that names the fix.
*/}}
{{- define "easyscale.checks" -}}
{{- if and .Values.serviceMonitor.enabled .Values.podMonitor.enabled }}
{{- fail "serviceMonitor and podMonitor are both enabled, so every number would be counted twice: enable one of them" }}
{{- end }}
{{- if and .Values.serviceMonitor.enabled (not .Values.service.enabled) }}
{{- fail "serviceMonitor.enabled needs the Service: set service.enabled to true, or use podMonitor" }}
{{- end }}
{{- if and .Values.affinity (ne .Values.antiAffinity "None") }}
{{- fail (printf "affinity takes the place of antiAffinity, which is %s: leave one of them out" .Values.antiAffinity) }}
{{- end }}
{{- with .Values.leaderElection }}
{{- $lease := include "easyscale.milliseconds" .leaseDuration | int64 }}
{{- $renew := include "easyscale.milliseconds" .renewDeadline | int64 }}
{{- $retry := include "easyscale.milliseconds" .retryPeriod | int64 }}
{{- if le $lease $renew }}
{{- fail (printf "leaderElection.renewDeadline (%s) must be shorter than leaseDuration (%s): with these times two copies could act at once" .renewDeadline .leaseDuration) }}
{{- end }}
{{- if le (mul $renew 10) (mul $retry 12) }}
{{- fail (printf "leaderElection.retryPeriod (%s) must be shorter than renewDeadline (%s) divided by 1.2: one slow answer would cost the lease" .retryPeriod .renewDeadline) }}
{{- end }}
{{- end }}
{{- range $namespace := .Values.watchNamespaces }}
{{- range $.Values.protectedNamespaces }}
{{- if or (eq . $namespace) (and (hasSuffix "*" .) (hasPrefix (trimSuffix "*" .) $namespace)) }}
{{- fail (printf "namespace %s is in watchNamespaces, but %s in protectedNamespaces protects it, so no rule there could do anything: take it out of one" $namespace .) }}
{{- end }}
{{- end }}
{{- end }}
{{- range .Values.extraEnv }}
{{- if has .name (list "POD_NAME" "POD_NAMESPACE") }}
{{- fail (printf "extraEnv names %s, which the chart sets itself: take it out" .name) }}
{{- end }}
{{- end }}
{{- end }}
