import { hostname, userInfo } from 'node:os';
import type { Container, Pod } from '../../packages/embedded-cluster/index.js';
import type { LocalPlan } from './plan-local.js';

/** What differs between the cluster and this machine. One line each. */
export interface Difference {
  readonly what: string;
  readonly cluster: string;
  readonly here: string;
}

/** A task as processes: nothing shuts them in. */
export function differencesOfProcesses(plan: LocalPlan): Difference[] {
  const agent = agentOf(plan);
  const { uid, username } = userInfo();
  return [
    { what: 'image', cluster: agent.image ?? '', here: 'your programs' },
    { what: 'user', cluster: userOf(plan.pod), here: `${username} (${uid}), your rights` },
    { what: 'root file system', cluster: rootOf(agent), here: 'your files, writable' },
    { what: 'paths', cluster: plan.workspaceDir, here: '$WORKSPACE_DIR' },
    { what: 'network', cluster: network, here: 'this machine' },
    { what: 'limits', cluster: limitsOf(agent), here: 'none' },
    ...elsewhere(plan.pod),
  ];
}

/** A task as containers of an engine, which keeps the user, the root file system and the limits of the plan. */
export function differencesOfContainers(plan: LocalPlan, engine: string): Difference[] {
  const agent = agentOf(plan);
  return [
    { what: 'user', cluster: userOf(plan.pod), here: `the same, as ${engine} maps it` },
    { what: 'root file system', cluster: rootOf(agent), here: 'the same' },
    { what: 'network', cluster: network, here: `default of ${engine}` },
    { what: 'limits', cluster: limitsOf(agent), here: 'the same, no requests' },
    ...elsewhere(plan.pod),
  ];
}

const network = 'Pod network, NetworkPolicies';

const agentOf = ({ pod: { spec }, work }: LocalPlan): Container =>
  [...(spec.initContainers ?? []), ...spec.containers].find(({ name }) => name === work[0]) ?? { name: '' };

function userOf({ spec: { securityContext = {} } }: Pod): string {
  const { runAsUser, runAsGroup, fsGroup } = securityContext;
  if (runAsUser === undefined) return 'of the image or namespace';
  return `${runAsUser}:${runAsGroup ?? 0}${fsGroup === undefined || fsGroup === runAsGroup ? '' : `, fsGroup ${fsGroup}`}`;
}

const rootOf = ({ securityContext }: Container): string =>
  securityContext?.readOnlyRootFilesystem ? 'read-only' : 'writable';

function limitsOf({ resources }: Container): string {
  const limits = Object.entries(resources?.limits ?? {}).map(([name, quantity]) => `${name} ${quantity}`);
  return limits.length > 0 ? limits.join(', ') : "none but the namespace's";
}

/** What no machine outside the cluster has. */
function elsewhere({ spec }: Pod): Difference[] {
  const { serviceAccountName = 'default', runtimeClassName, nodeSelector = {}, tolerations = [] } = spec;
  const wanted = [
    ...(runtimeClassName ? [`runtime class ${runtimeClassName}`] : []),
    ...Object.entries(nodeSelector).map(([name, value]) => `${name}=${value}`),
    ...(tolerations.length > 0 ? [`${tolerations.length} tolerations`] : []),
    ...(spec.affinity ? ['affinity'] : []),
  ];
  return [
    { what: 'service account', cluster: `${serviceAccountName}, no API token`, here: 'none' },
    {
      what: 'node',
      cluster: wanted.length > 0 ? `one with ${wanted.join(', ')}` : 'any',
      here: hostname(),
    },
  ];
}
