import type { BatchRunStatus } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Change } from '../engine/reconcile/diff.js';
import type { Outcome } from '../engine/reconcile/reconcile-once.js';
import { decide, type FinishedRun, type PlannedRun } from './decision.js';
import { ownChildren } from './jobs/ownership.js';
import { indexRun, type RunIndex } from './jobs/run-index.js';
import type { ObservedBatchRun } from './observed.js';
import { isInline } from './outcomes/inline-capacity.js';
import { cancelTasks } from './policies/cancel.js';
import { unstoredOutcomes } from './policies/outcomes.js';
import { pauseTasks } from './policies/pause.js';
import { runExpiry } from './policies/retention.js';
import { report } from './report.js';
import { missingJobs } from './tasks/absent-job.js';
import { unseenPods } from './tasks/unseen-pods.js';

type Requests = Pick<Outcome<BatchRunStatus>, 'desired' | 'amendments' | 'verifyGone'>;

const none: ReadonlySet<string> = new Set();

/**
 * Decides one pass over a BatchRun: which children are missing, and what its status should say.
 *
 * First the plan is recorded, then Jobs are created, then the state of each task follows from its Job until all have
 * ended. A run is finished when its status has a completionTime. After that only two things happen to it: what appears of
 * a cancelled run is still stopped, and a run that has been kept long enough is removed. Children go with the run, by the
 * garbage collector; only the Jobs of a run that has to stay are deleted here, when they have been kept long enough.
 */
export function reconcile(observed: ObservedBatchRun, now: number): Outcome<BatchRunStatus> {
  const decision = decide(observed, observed.createFailures.byName, now);
  const created = decision.kind === 'Planned' ? decision.next.created.map(({ metadata }) => metadata.name) : none;
  const reported = report(observed, decision, new Set(created), now);
  switch (decision.kind) {
    case 'Finished':
      return { ...finished(observed, decision, now), ...reported };
    case 'Unplanned':
      return { desired: ownChildren(observed), amendments: stopped(observed, decision.index), ...reported };
    case 'Planned':
      return { ...planned(observed, decision), ...reported };
  }
}

const stopped = ({ parent: run }: ObservedBatchRun, index: RunIndex): Change[] => [
  ...pauseTasks(run, index),
  ...cancelTasks(run, index),
];

function finished(observed: ObservedBatchRun, { endTime }: FinishedRun, now: number): Requests {
  const { parent: run } = observed;
  const own = ownChildren(observed);
  const { goes } = runExpiry(observed, endTime, now);
  if (goes === 'Run') return { desired: own, amendments: [{ type: 'delete', object: run }] };
  const amendments = run.spec.cancel ? cancelTasks(run, indexRun(observed)) : [];
  return { desired: goes === 'Children' ? own.filter(({ kind }) => kind !== 'Job') : own, amendments };
}

function planned(observed: ObservedBatchRun, { index, tasks, next }: PlannedRun): Requests {
  const { parent: run } = observed;
  const own = ownChildren(observed);
  const outcomes = isInline(run, tasks.length) ? [] : unstoredOutcomes(run, tasks, own);
  return {
    desired: [...except(own, outcomes), ...next.created, ...outcomes],
    amendments: [...stopped(observed, index), ...next.released],
    verifyGone: [...missingJobs(tasks, index), ...unseenPods(run, tasks, index)],
  };
}

function except(children: readonly KubernetesObject[], replaced: readonly KubernetesObject[]): KubernetesObject[] {
  const names = new Set(replaced.map(({ metadata }) => metadata.name));
  return children.filter(({ kind, metadata }) => kind !== 'ConfigMap' || !names.has(metadata.name));
}
