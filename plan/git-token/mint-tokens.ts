import type { V1Container, V1EnvVar, V1Volume, V1VolumeMount } from '@kubernetes/client-node';
import { setupContainers } from '../../api/containers.js';
import type { GitToken } from '../../api/generated/kinds.js';
import { literal } from '../../packages/kubernetes-conventions/literal.js';
import { GIT_TOKENS_DIR, INIT_MESSAGE_PATH } from '../pod/paths.js';
import type { PodPart } from '../pod/pod-part.js';
import { originOf } from './host-address.js';
import { keyFolder, type PlannedToken } from './planned-token.js';

/**
 * The short-lived tokens of a task: an init container mints them before the clones, and a sidecar keeps those fresh that ask for it.
 * These two alone mount the keys. The agent gets the tokens that may push, and with them a credential helper of git.
 */
export function mintTokens(tokens: readonly PlannedToken[], image: string): PodPart {
  const kept = tokens.filter(({ request }) => request.refresh);
  const pushed = tokens.filter(({ rule }) => rule.push);
  if (tokens.length === 0) return {};
  return {
    initContainers: [mintContainer(tokens, image), ...(kept.length > 0 ? [refreshContainer(kept, image)] : [])],
    volumes: [...rulesOf(tokens).map(keyVolume), ...tokens.map(tokenVolume)],
    agentEnv: pushed.length > 0 ? agentEnv(pushed) : [],
    agentMounts: pushed.map((token) => ({ ...tokenMount(token), readOnly: true })),
  };
}

const mintContainer = (tokens: readonly PlannedToken[], image: string): V1Container => ({
  name: setupContainers.tokens.name,
  image,
  env: [{ name: 'KUBETASK_MESSAGE', value: INIT_MESSAGE_PATH }, requestsOf(tokens)],
  terminationMessagePath: INIT_MESSAGE_PATH,
  volumeMounts: mountsOf(tokens),
});

/** Source: https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/ */
const refreshContainer = (tokens: readonly PlannedToken[], image: string): V1Container => ({
  name: setupContainers.refresh.name,
  image,
  restartPolicy: 'Always',
  // Beside the agent for all its life, so not as much as the agent.
  resources: { requests: { cpu: '10m', memory: '48Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
  env: [{ name: 'GIT_TOKENS_MODE', value: 'keep' }, requestsOf(tokens)],
  volumeMounts: mountsOf(tokens),
});

const requestsOf = (tokens: readonly PlannedToken[]): V1EnvVar => ({
  name: 'GIT_TOKENS',
  value: literal(JSON.stringify(tokens.map(({ request }) => request))),
});

const mountsOf = (tokens: readonly PlannedToken[]): V1VolumeMount[] => [
  ...rulesOf(tokens).map((rule) => ({ name: keyName(rule), mountPath: keyFolder(rule), readOnly: true })),
  ...tokens.map(tokenMount),
];

/** Each once, in the order of the repositories. */
const rulesOf = (tokens: readonly PlannedToken[]): GitToken[] => [...new Set(tokens.map(({ rule }) => rule))];

const keyName = ({ name }: GitToken): string => `git-key-${name}`;

/** Readable for any user, since only two containers of ours mount it. */
function keyVolume(rule: GitToken): V1Volume {
  const { name = '', key = '' } =
    rule.githubApp?.privateKeyRef ?? rule.gitlab?.tokenRef ?? rule.gitea?.passwordRef ?? {};
  return { name: keyName(rule), secret: { secretName: name, defaultMode: 0o444, items: [{ key, path: 'key' }] } };
}

const tokenVolume = ({ volume }: PlannedToken): V1Volume => ({
  name: volume,
  emptyDir: { medium: 'Memory', sizeLimit: '1Mi' },
});

const tokenMount = ({ volume, request }: PlannedToken): V1VolumeMount => ({ name: volume, mountPath: request.folder });

/** Git asks the helper of each token for the host of its repository, with the path, so that it answers for that one alone. */
function agentEnv(tokens: readonly PlannedToken[]): V1EnvVar[] {
  const origins = [...new Set(tokens.map(({ request }) => originOf(request.repository)))];
  const config = [
    ...origins.map((origin) => [`credential.${origin}.useHttpPath`, 'true']),
    ...tokens.map(({ request }) => [
      `credential.${originOf(request.repository)}.helper`,
      `!sh ${request.folder}/helper`,
    ]),
  ];
  return [
    { name: 'KUBETASK_GIT_TOKEN_FILE', value: `${tokens[0]?.request.folder}/token` },
    { name: 'GIT_CONFIG_COUNT', value: String(config.length) },
    ...config.flatMap(([key = '', value = ''], i) => [
      { name: `GIT_CONFIG_KEY_${i}`, value: literal(key) },
      { name: `GIT_CONFIG_VALUE_${i}`, value: literal(value) },
    ]),
  ];
}

/** The files of the tokens among the mounts of an agent. */
export const pushedTokens = (mounts: readonly V1VolumeMount[]): string[] =>
  mounts
    .filter(({ mountPath }) => mountPath.startsWith(`${GIT_TOKENS_DIR}/`))
    .map(({ mountPath }) => `${mountPath}/token`);
