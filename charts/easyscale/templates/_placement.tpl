{{/* Where the pods run: apart from each other, as far as asked for. */}}

{{- define "easyscale.spread" -}}
- maxSkew: 1
  topologyKey: {{ .key }}
  whenUnsatisfiable: {{ eq .wanted "Required" | ternary "DoNotSchedule" "ScheduleAnyway" }}
  labelSelector:
    matchLabels:
      {{- include "easyscale.selectorLabels" .root | nindent 6 }}
{{- end }}

{{- define "easyscale.apart" -}}
topologyKey: kubernetes.io/hostname
labelSelector:
  matchLabels:
    {{- include "easyscale.selectorLabels" . | nindent 4 }}
{{- end }}

{{- define "easyscale.placement" -}}
{{- $hosts := .Values.topologySpread.hosts }}
{{- $zones := .Values.topologySpread.zones }}
{{- if or (ne $hosts "None") (ne $zones "None") -}}
topologySpreadConstraints:
{{- if ne $hosts "None" }}
# Better on two machines than on one.
{{ include "easyscale.spread" (dict "root" . "key" "kubernetes.io/hostname" "wanted" $hosts) }}
{{- end }}
{{- if ne $zones "None" }}
{{ include "easyscale.spread" (dict "root" . "key" "topology.kubernetes.io/zone" "wanted" $zones) }}
{{- end }}
{{- end }}
{{- if .Values.affinity }}
affinity:
  {{- toYaml .Values.affinity | nindent 2 }}
{{- else if eq .Values.antiAffinity "Required" }}
affinity:
  podAntiAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
    - {{- include "easyscale.apart" . | nindent 6 }}
{{- else if eq .Values.antiAffinity "Preferred" }}
affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
    - weight: 100
      podAffinityTerm:
        {{- include "easyscale.apart" . | nindent 8 }}
{{- end }}
{{- end }}
