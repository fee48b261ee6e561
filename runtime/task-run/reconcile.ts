import type { TaskRunStatus } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { isControlledBy } from '../../packages/kubernetes-conventions/owner.js';
import type { ChildFailure } from '../engine/reconcile/act.js';
import type { Outcome } from '../engine/reconcile/reconcile-once.js';
import { expiryOf } from '../limits/retention.js';
import type { Judgement } from './decision.js';
import type { ObservedRunPod, ObservedScripts, ObservedTaskRun } from './observed.js';
import { lostPod } from './pod/lost-pod.js';
import { podNameOf } from './pod/pod-name.js';
import { withPod } from './pod/with-pod.js';
import { withoutPod } from './pod/without-pod.js';
import { quietSeconds } from './policies/first-status.js';
import { stoppedPod } from './policies/stop-pod.js';
import { statusOf } from './status.js';

/**
 * Decides one pass over a TaskRun: whether its Pod is created, kept or stopped, and what its status should say.
 *
 * A run has one Pod, and never another once its status has told of it. It is over when its status has a completionTime: that
 * status never changes again, a Pod that comes to light afterwards is stopped, and what has been kept long enough is
 * removed. What was created goes with the run, by the garbage collector.
 */
export function reconcile(
  observed: ObservedTaskRun,
  now: number,
  failures: readonly ChildFailure[],
): Outcome<TaskRunStatus> {
  const { parent: run, children } = observed;
  const own = children.filter((child) => isControlledBy(child, run.metadata.uid ?? ''));
  const configMaps = own.filter((child) => child.kind === 'ConfigMap');
  const pod = own.find(isPod);
  const { status: { completionTime } = {} } = run;
  if (run.status && completionTime) return reconcileFinished(observed, own, run.status, completionTime, now);
  const judgement = judge(observed, pod, now, failures);
  const quiet = quietSeconds(run, pod, judgement.state, now);
  return {
    desired: [...configMaps, ...judgement.desired],
    verifyGone: pod ? [] : lostPods(observed),
    status: statusOf(run, judgement, now),
    defersStatus: quiet > 0,
    requeueAfterSeconds:
      quiet > 0 ? Math.min(quiet, judgement.requeueAfterSeconds ?? quiet) : judgement.requeueAfterSeconds,
  };
}

function reconcileFinished(
  { parent: run, retention }: ObservedTaskRun,
  own: readonly (ObservedRunPod | ObservedScripts)[],
  status: TaskRunStatus,
  endTime: string,
  now: number,
): Outcome<TaskRunStatus> {
  const expiry = expiryOf({ metadata: run.metadata, phase: status.phase, endTime }, retention, now);
  if (expiry.goes === 'Run') return { desired: own, amendments: [{ type: 'delete', object: run }], status };
  if (expiry.goes === 'Children') return { desired: own.filter((child) => !isPod(child)), status };
  const desired = own.flatMap((child) => (isPod(child) ? stoppedPod(child) : [child]));
  return { desired, status, requeueAfterSeconds: expiry.requeueAfterSeconds };
}

/** The Pod that was there once, when it is taken for gone. */
function lostPods(observed: ObservedTaskRun): KubernetesObject[] {
  const name = lostName(observed);
  return name ? [{ apiVersion: 'v1', kind: 'Pod', metadata: { name } }] : [];
}

/** The Pod that the status tells of, or that was created before any status told; not one that may still come to light. */
function lostName(observed: ObservedTaskRun): string | undefined {
  const { parent, everCreated, recentlyCreated } = observed;
  if (parent.status?.podName) return parent.status.podName;
  const name = podNameOf(observed);
  return everCreated.has(name) && !recentlyCreated.has(name) ? name : undefined;
}

function judge(
  observed: ObservedTaskRun,
  pod: ObservedRunPod | undefined,
  now: number,
  failures: readonly ChildFailure[],
): Judgement {
  if (pod) return withPod(observed, pod, now, failures);
  const lost = lostName(observed);
  return lost ? lostPod(observed.parent, lost) : withoutPod(observed, now, failures);
}

const isPod = (child: ObservedRunPod | ObservedScripts): child is ObservedRunPod => child.kind === 'Pod';
