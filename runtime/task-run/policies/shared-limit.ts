import type { TaskRun } from '../../../api/generated/kinds.js';
import { LABEL_LIMIT_KEY, LABEL_TASK_RUN } from '../../../api/labels.js';
import { fitName } from '../../../packages/kubernetes-conventions/fit-name.js';
import { keyOf, splitKey } from '../../../packages/kubernetes-conventions/object-key.js';
import type { Claimant } from '../../limits/fair-share.js';
import { isRecent } from '../../limits/recent-run.js';
import type { LimitedKind, LimitUsers, SharedLimits } from '../../limits/shared-limits.js';
import { isFinishedPod } from '../../pod/finished-pod.js';
import type { Informers } from '../informers.js';
import type { ObservedRunPod } from '../observed.js';
import type { PassMemory } from '../pass-memory.js';
import { templateObjects } from '../template/template-objects.js';

/** What is observed of a limit. Lists may be empty. */
export interface ObservedLimit {
  /** Pods with the key. */
  readonly pods: readonly ObservedRunPod[];
  /** The unfinished runs whose WorkspaceConfig names the key. */
  readonly runs: readonly TaskRun[];
  /** Whether the run's Pod may have been created, but has not been observed. */
  isUnseen(run: TaskRun): boolean;
}

/** TaskRuns as users of limits: each wants one slot. */
export function limitedTaskRuns(informers: Informers, { creations, starting }: PassMemory): LimitedKind {
  const { taskRuns, taskRunPods } = informers;
  return {
    users: (limit, now) =>
      taskRunUsers(
        {
          pods: taskRunPods.store.list('byLimitKey', limit),
          runs: runsSharing(limit, informers),
          isUnseen: ({ metadata: { uid = '' } }) => creations.of(uid, now).size + starting.of(uid).size > 0,
        },
        now,
      ),
    onChange: (listener) => {
      const notify = (limit: string | undefined) => limit !== undefined && listener(limit);
      taskRuns.onChange(({ object }) => notify(limitOf(object, informers)));
      taskRunPods.onChange(({ object: { metadata } }) => {
        const limitKey = metadata.labels?.[LABEL_LIMIT_KEY];
        notify(limitKey === undefined ? undefined : `${metadata.namespace}/${limitKey}`);
      });
    },
  };
}

/** The limit that a run shares with others, as its WorkspaceConfig names it. */
export function limitOf(run: TaskRun, informers: Informers): string | undefined {
  const { limitKey } = templateObjects(run, informers).workspace?.spec.concurrency ?? {};
  return limitKey === undefined ? undefined : `${run.metadata.namespace}/${limitKey}`;
}

const runsSharing = (limit: string, informers: Informers): TaskRun[] =>
  informers.taskRuns.store
    .list('unfinishedByNamespace', splitKey(limit).namespace)
    .filter((run) => limitOf(run, informers) === limit);

/** Pure: what those runs have and want. */
export function taskRunUsers({ pods, runs, isUnseen }: ObservedLimit, now: number): LimitUsers {
  const labelOf = ({ metadata: { labels = {} } }: ObservedRunPod) => labels[LABEL_TASK_RUN] ?? '';
  const active = new Set(pods.filter((pod) => !isFinishedPod(pod)).map(labelOf));
  const ended = new Set(pods.filter(isFinishedPod).map(labelOf));
  const claimants = runs.map((run): Claimant => {
    const { name, uid = '', creationTimestamp } = run.metadata;
    const label = fitName(name);
    if (!ended.has(label) && isUnseen(run)) active.add(label);
    const has = active.has(label) ? 1 : 0;
    const wants = has === 0 && isWaiting(run, now) ? 1 : 0;
    return { run: uid, since: `${creationTimestamp} ${name}`, active: has, waiting: wants };
  });
  return { occupied: active.size, claimants };
}

/** Whether the run could start, according to its status. */
function isWaiting(run: TaskRun, now: number): boolean {
  const { spec, status } = run;
  if (spec.suspend || spec.cancel || status?.podName !== undefined) return false;
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.reason === 'Queued') return true;
  return isRecent(run, now) && (!ready || ready.reason === 'PodPending');
}

/**
 * The runs to wake when something of a limit has changed: as many of those that wait, the oldest first, as might get a
 * slot. All have none, so none of the others would.
 */
export function nextInQueue(limit: string, informers: Informers, limits: SharedLimits): string[] {
  const waiting = runsSharing(limit, informers).filter(({ status }) => status?.podName === undefined);
  const byAge = waiting.toSorted((a, b) => (ageOf(a) < ageOf(b) ? -1 : 1));
  return byAge.slice(0, limits.sizeOf(limit)).map(keyOf);
}

const ageOf = ({ metadata: { creationTimestamp, name } }: TaskRun): string => `${creationTimestamp} ${name}`;
