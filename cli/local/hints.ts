import type { Agent } from '../../api/generated/kinds.js';
import type { FollowedBuild } from './followed-build.js';
import type { FollowedRun } from './progress.js';

interface Places {
  readonly kubeconfig: string;
  /** Folder of the demo's repositories; undefined for the user's own. */
  readonly fleet?: string;
  /** Whether the cluster stays up. */
  readonly keep: boolean;
}

/** What a session has followed. */
export interface Followed {
  readonly runs: readonly FollowedRun[];
  readonly builds: readonly FollowedBuild[];
  /** Those of the user's own files. */
  readonly agents: readonly Agent[];
}

/** What to type next: to see a change, and to look around with kubectl. */
export function hints({ runs, builds, agents }: Followed, { kubeconfig, fleet, keep }: Places): string[] {
  const what = runs.length > 0 ? 'batchruns' : builds.length > 0 ? 'agentbuilds,agents,pipelineruns' : 'agents';
  const kept = [
    ...(runs.length > 0 ? runHints(runs) : builds.slice(0, 1).flatMap(buildHints)),
    ...agents.slice(0, 1).flatMap(agentHints),
  ];
  return [
    ...(fleet ? changeHint(runs, fleet) : []),
    ...(keep ? kubectlHints(kubeconfig, what, kept) : keepHint(kubeconfig, what)),
  ];
}

function changeHint(runs: readonly FollowedRun[], fleet: string): string[] {
  const task = runs.flatMap(({ run }) => run.status?.tasks ?? []).find(({ result }) => result?.branch);
  const [repository] = runs.flatMap(({ batch }) => batch.variableContexts?.[task?.index ?? 0] ?? []);
  if (!task?.result?.branch || !repository?.repository?.path) return [];
  return ['', 'See a change:', `  git -C ${fleet}/${repository.repository.path}.git show ${task.result.branch}`];
}

const keepHint = (kubeconfig: string, what: string): string[] => [
  '',
  'Look around with kubectl: the same with `--keep` leaves the cluster up, then',
  `  kubectl --kubeconfig ${kubeconfig} get ${what} -A`,
];

const kubectlHints = (kubeconfig: string, what: string, commands: readonly string[]): string[] => [
  '',
  'The cluster stays up until Ctrl-C. In another terminal:',
  `  export KUBECONFIG=$PWD/${kubeconfig}`,
  `  kubectl get ${what} -A`,
  ...commands,
];

function runHints([followed]: readonly FollowedRun[]): string[] {
  const { metadata } = followed?.run ?? { metadata: { name: '<name>', namespace: 'default' } };
  const at = `-n ${metadata.namespace ?? 'default'}`;
  return [`  kubectl describe batchrun ${metadata.name} ${at}`, `  kubectl logs job/${metadata.name}-task-0 ${at}`];
}

const agentHints = ({ metadata: { name, namespace = 'default' } }: Agent): string[] => [
  `  kubectl describe agent ${name} -n ${namespace}`,
  `  kubectl logs -f deploy/${name} -n ${namespace}`,
];

function buildHints({ build: { metadata }, tasks }: FollowedBuild): string[] {
  const at = `-n ${metadata.namespace ?? 'default'}`;
  const pods = tasks.flatMap(({ status }) => status?.podName || []);
  return [
    `  kubectl describe agentbuild ${metadata.name} ${at}`,
    ...pods.slice(-1).map((pod) => `  kubectl logs ${pod} ${at}`),
  ];
}
