/**
 * The WorkspaceConfig `default`, as `workspaceSpec` plans it, in each watched namespace or in the release's own.
 * By hand, because every part of it may be missing.
 */
export const workspaceTemplate = `{{- $workspace := .Values.workspace }}
{{- if or $workspace.agentImage $workspace.volume $workspace.github $workspace.claude $workspace.vertexAI }}
{{- range (.Values.watchNamespaces | default (list .Release.Namespace)) }}
---
apiVersion: kubetask.io/v1alpha1
kind: WorkspaceConfig
metadata:
  name: default
  namespace: {{ . | quote }}
  labels:
    app.kubernetes.io/component: controller
    app.kubernetes.io/name: kubetask
    app.kubernetes.io/part-of: kubetask
spec:
  {{- with $workspace.agentImage }}
  agentImage: {{ . | quote }}
  {{- end }}
  {{- with $workspace.volume }}
  workspaceVolume: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $workspace.vertexAI }}
  env:
    - name: CLAUDE_CODE_USE_VERTEX
      value: "1"
    - name: ANTHROPIC_VERTEX_PROJECT_ID
      value: {{ .projectID | quote }}
    - name: CLOUD_ML_REGION
      value: {{ .location | quote }}
    - name: GOOGLE_APPLICATION_CREDENTIALS
      value: /var/run/secrets/vertex-ai/key.json
  {{- end }}
  {{- if or $workspace.github $workspace.claude $workspace.vertexAI }}
  credentials:
    {{- with $workspace.github }}
    - name: github
      secretRef: {{- toYaml . | nindent 8 }}
      env: GITHUB_TOKEN
    {{- end }}
    {{- with $workspace.claude }}
    - name: claude
      secretRef: {{- toYaml . | nindent 8 }}
      env: ANTHROPIC_API_KEY
    {{- end }}
    {{- with $workspace.vertexAI }}
    - name: vertex-ai
      secretRef: {{- toYaml .credentials | nindent 8 }}
      mountPath: /var/run/secrets/vertex-ai/key.json
    {{- end }}
  {{- end }}
{{- end }}
{{- end }}
`;
