import type { FollowedRun } from './progress.js';

interface Places {
  readonly kubeconfig: string;
  /** Folder of the demo's repositories; undefined for the user's own. */
  readonly fleet?: string;
  /** Whether the cluster stays up. */
  readonly keep: boolean;
}

/** What to type next: to see a change, and to look around with kubectl. */
export function hints(runs: readonly FollowedRun[], { kubeconfig, fleet, keep }: Places): string[] {
  return [...(fleet ? changeHint(runs, fleet) : []), ...(keep ? kubectlHints(runs, kubeconfig) : keepHint(kubeconfig))];
}

function changeHint(runs: readonly FollowedRun[], fleet: string): string[] {
  const task = runs.flatMap(({ run }) => run.status?.tasks ?? []).find(({ result }) => result?.branch);
  const [repository] = runs.flatMap(({ batch }) => batch.variableContexts?.[task?.index ?? 0] ?? []);
  if (!task?.result?.branch || !repository?.repository?.path) return [];
  return ['', 'See a change:', `  git -C ${fleet}/${repository.repository.path}.git show ${task.result.branch}`];
}

const keepHint = (kubeconfig: string): string[] => [
  '',
  'Look around with kubectl: `npm start -- --keep` leaves the cluster up, then',
  `  kubectl --kubeconfig ${kubeconfig} get batchruns -A`,
];

function kubectlHints(runs: readonly FollowedRun[], kubeconfig: string): string[] {
  const [{ metadata } = { metadata: { name: '<name>', namespace: 'default' } }] = runs.map(({ run }) => run);
  const at = `-n ${metadata.namespace ?? 'default'}`;
  return [
    '',
    'The cluster stays up until Ctrl-C. In another terminal:',
    `  export KUBECONFIG=$PWD/${kubeconfig}`,
    '  kubectl get batchruns -A',
    `  kubectl describe batchrun ${metadata.name} ${at}`,
    `  kubectl logs job/${metadata.name}-task-0 ${at}`,
  ];
}
