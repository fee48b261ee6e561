import type { WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import type { Credential } from '../credential.js';
import type { WorkspaceProps } from './install-props.js';

/** Where agents find the key file of Vertex AI. */
const vertexKeyPath = '/var/run/secrets/vertex-ai/key.json';

/** The WorkspaceConfig that the choices come to; undefined when nothing was chosen. */
export function workspaceSpec({
  agentImage,
  volume,
  github,
  claude,
  vertexAI,
}: WorkspaceProps): WorkspaceConfigSpec | undefined {
  const credentials: Credential[] = [
    ...(github ? [{ name: 'github', secretRef: github, env: 'GITHUB_TOKEN' }] : []),
    ...(claude ? [{ name: 'claude', secretRef: claude, env: 'ANTHROPIC_API_KEY' }] : []),
    ...(vertexAI ? [{ name: 'vertex-ai', secretRef: vertexAI.credentials, mountPath: vertexKeyPath }] : []),
  ];
  if (agentImage === undefined && volume === undefined && credentials.length === 0) return undefined;
  return {
    ...(agentImage !== undefined && { agentImage }),
    ...(volume && { workspaceVolume: volume }),
    ...(vertexAI && { env: vertexEnv(vertexAI.projectID, vertexAI.location) }),
    ...(credentials.length > 0 && { credentials }),
  };
}

/** Source: https://code.claude.com/docs/en/google-vertex-ai */
const vertexEnv = (projectID: string, location: string) => [
  { name: 'CLAUDE_CODE_USE_VERTEX', value: '1' },
  { name: 'ANTHROPIC_VERTEX_PROJECT_ID', value: projectID },
  { name: 'CLOUD_ML_REGION', value: location },
  { name: 'GOOGLE_APPLICATION_CREDENTIALS', value: vertexKeyPath },
];
