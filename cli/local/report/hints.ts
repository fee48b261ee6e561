import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Agent } from '../../../api/generated/kinds.js';
import { listedTask } from '../../../plan/context/listed-task.js';
import { isBatchRun } from '../../run/run-state.js';
import type { Followed } from '../follow/follow-all.js';
import type { FollowedBuild } from '../follow/followed-build.js';
import type { FollowedRun } from '../follow/followed-run.js';

interface Places {
  readonly kubeconfig: string;
  /** The working directory; absolute. */
  readonly directory: string;
  /** Whether the cluster stays up. */
  readonly keep: boolean;
}

/** What to type next: to see a change, and to look around with kubectl. */
export function hints({ runs, builds, agents }: Followed, { kubeconfig, directory, keep }: Places): string[] {
  const what = runs.length > 0 ? runKinds(runs) : builds.length > 0 ? 'agentbuilds,agents,pipelineruns' : 'agents';
  const [describe = '', logs = ''] =
    runs.length > 0
      ? runHints(runs)
      : builds.length > 0
        ? builds.slice(0, 1).flatMap(buildHints)
        : agents.slice(0, 1).flatMap(agentHints);
  const commands = [`get ${what} -A`, describe, logs].filter(Boolean);
  return [...changeHint(runs, directory), ...(keep ? kubectlHints(kubeconfig, directory, commands) : keepHint)];
}

/** How to see what the first task pushed, where its repository is a folder of this machine. */
function changeHint(runs: readonly FollowedRun[], directory: string): string[] {
  const changes = runs.flatMap(({ run, batch }) =>
    (isBatchRun(run) ? (run.status?.tasks ?? []) : []).flatMap(({ index, result }) => {
      const [repository] = listedTask(batch, index).contexts.flatMap(({ repository: one }) => one ?? []);
      const url = repository?.url ?? '';
      return result?.branch && url.startsWith('file:///') ? [{ path: fileURLToPath(url), branch: result.branch }] : [];
    }),
  );
  const [first] = changes;
  if (!first) return [];
  const below = relative(directory, first.path);
  return ['', 'See a change:', `  git -C ${below.startsWith('..') ? first.path : below} show ${first.branch}`];
}

const keepHint = ['', 'To inspect the objects with kubectl, run the same command with --keep.'];

/** Each command works in any folder, and whatever cluster kubectl otherwise talks to. */
const kubectlHints = (kubeconfig: string, directory: string, commands: readonly string[]): string[] => [
  '',
  'The cluster runs until you press Ctrl-C. In another terminal:',
  ...commands.map((command) => `  kubectl --kubeconfig ${shellWord(join(directory, kubeconfig))} ${command}`),
];

const shellWord = (path: string): string =>
  /^[\w@%+:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;

function runHints([followed]: readonly FollowedRun[]): string[] {
  if (!followed) return [];
  const { run } = followed;
  const { name, namespace = 'default' } = run.metadata;
  const at = `-n ${namespace}`;
  return isBatchRun(run)
    ? [`describe batchrun ${name} ${at}`, `logs job/${run.status?.tasks?.[0]?.jobName ?? `${name}-task-0`} ${at}`]
    : [
        `describe taskrun.kubetask.io ${name} ${at}`,
        `logs ${run.status?.podName ?? `${name}-pod`} --all-containers ${at}`,
      ];
}

/** Tekton has Tasks and TaskRuns, too: without their group, kubectl shows those of either. */
export const runKinds = (runs: readonly FollowedRun[]): string =>
  runs.some(({ run }) => isBatchRun(run)) ? 'batchruns' : 'tasks.kubetask.io,taskruns.kubetask.io';

const agentHints = ({ metadata: { name, namespace = 'default' } }: Agent): string[] => [
  `describe agent ${name} -n ${namespace}`,
  `logs deploy/${name} -n ${namespace}`,
];

function buildHints({ build: { metadata }, tasks }: FollowedBuild): string[] {
  const at = `-n ${metadata.namespace ?? 'default'}`;
  const pods = tasks.flatMap(({ status }) => status?.podName || []);
  return [`describe agentbuild ${metadata.name} ${at}`, ...pods.slice(-1).map((pod) => `logs ${pod} ${at}`)];
}
