import type { V1Volume } from '@kubernetes/client-node';
import type { AgentBuildSpec, EnvVar, KeyReference } from '../../api/generated/kinds.js';
import { TOKEN_FILE } from './paths.js';

const VOLUME = 'git-token';

/** The names under which the token may come. The CRD says that it comes from a Secret, and once. */
const tokenNames: ReadonlySet<string> = new Set(['GITHUB_TOKEN', 'GIT_TOKEN', 'SOURCE_REPO_SECRET']);

/** The user name that a git host expects with a token, of any user. */
const DEFAULT_USER = 'x-access-token';

/** Which key of which Secret is the token that pull authenticates with. */
export const tokenReference = ({ env = [] }: AgentBuildSpec): KeyReference | undefined =>
  env.find(({ name }) => tokenNames.has(name))?.valueFrom?.secretKeyRef;

/** What of `env` is really variables. */
export const variables = ({ env = [] }: AgentBuildSpec): EnvVar[] => env.filter(({ name }) => !tokenNames.has(name));

/** The token as the file `token`, and the one place that it may be sent to, whatever the parameter `repo-url` says. */
export function gitToken(spec: AgentBuildSpec) {
  const reference = tokenReference(spec);
  if (!reference) return undefined;
  const [origin = ''] = /^[a-z]+:\/\/[^/]+/i.exec(spec.repoUrl) ?? [];
  return {
    volume: volume(reference),
    volumeName: VOLUME,
    env: [
      { name: 'GIT_TOKEN_FILE', value: TOKEN_FILE },
      { name: 'GIT_TOKEN_URL', value: origin },
      { name: 'GIT_TOKEN_USER', value: spec.repoUser ?? DEFAULT_USER },
    ],
  };
}

const volume = ({ name, key, optional }: KeyReference): V1Volume => ({
  name: VOLUME,
  secret: { secretName: name, items: [{ key, path: 'token' }], ...(optional ? { optional } : {}) },
});
