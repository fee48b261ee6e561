import type { TaskRunStatus } from '../../api/generated/kinds.js';
import { withCurrentResults } from '../../api/status/stored-result.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { isControlledBy } from '../../packages/kubernetes-conventions/owner.js';
import type { ChildFailure } from '../engine/reconcile/act.js';
import type { Outcome, Report } from '../engine/reconcile/reconcile-once.js';
import type { Decision } from './decision.js';
import type { ObservedRunPod, ObservedScripts, ObservedTaskRun } from './observed.js';
import { lostPod } from './pod/lost-pod.js';
import { podNameOf } from './pod/pod-name.js';
import { withPod } from './pod/with-pod.js';
import { withoutPod } from './pod/without-pod.js';
import { quietSeconds } from './policies/first-status.js';
import { runExpiry } from './policies/retention.js';
import { stoppedPod } from './policies/stop-pod.js';
import { statusOf } from './status.js';

/**
 * Decides one pass over a TaskRun: whether its Pod is created, kept or stopped, and what its status should say.
 *
 * A run has one Pod, and never another once its status names it. A run is finished when its status has a completionTime:
 * that status never changes again, a Pod that appears afterwards is stopped, and what has been kept long enough is
 * removed. What was created goes with the run, by the garbage collector.
 */
export function reconcile(observed: ObservedTaskRun, now: number): Outcome<TaskRunStatus> {
  const { status } = observed.parent;
  if (status?.completionTime !== undefined)
    return reconcileFinished(observed, withCurrentResults(status), status.completionTime, now);
  const { pod, configMaps } = ownChildren(observed);
  const decision = decide(observed, [], now);
  return {
    desired: [...configMaps, ...decision.desired],
    verifyGone: pod ? [] : lostPods(observed),
    ...report(observed, decision, now),
  };
}

/** What the status says after some of the changes of a pass failed. */
export function explain(
  observed: ObservedTaskRun,
  failures: readonly ChildFailure[],
  now: number,
): Report<TaskRunStatus> {
  const { status } = observed.parent;
  if (status?.completionTime === undefined) return report(observed, decide(observed, failures, now), now);
  return {
    status: withCurrentResults(status),
    requeueAfterSeconds: runExpiry(observed, status.completionTime, now).requeueAfterSeconds,
  };
}

function report(observed: ObservedTaskRun, decision: Decision, now: number): Report<TaskRunStatus> {
  const { parent: run } = observed;
  const { requeueAfterSeconds } = decision;
  const quiet = quietSeconds(run, ownChildren(observed).pod, decision.state, now);
  const status = withCurrentResults(statusOf(run, decision, now));
  if (quiet === 0) return { status, defersStatus: false, requeueAfterSeconds };
  return { status, defersStatus: true, requeueAfterSeconds: Math.min(quiet, requeueAfterSeconds ?? quiet) };
}

function ownChildren({ parent: run, children }: ObservedTaskRun) {
  const own = children.filter((child) => isControlledBy(child, run.metadata.uid ?? ''));
  return { own, pod: own.find(isPod), configMaps: own.filter((child) => child.kind === 'ConfigMap') };
}

function reconcileFinished(
  observed: ObservedTaskRun,
  status: TaskRunStatus,
  endTime: string,
  now: number,
): Outcome<TaskRunStatus> {
  const { own } = ownChildren(observed);
  const expiry = runExpiry(observed, endTime, now);
  if (expiry.goes === 'Run') return { desired: own, amendments: [{ type: 'delete', object: observed.parent }], status };
  if (expiry.goes === 'Children') return { desired: own.filter((child) => !isPod(child)), status };
  const desired = own.flatMap((child) => (isPod(child) ? stoppedPod(child) : [child]));
  return { desired, status, requeueAfterSeconds: expiry.requeueAfterSeconds };
}

/** The Pod that was there once, when it is taken for gone. */
function lostPods(observed: ObservedTaskRun): KubernetesObject[] {
  const name = lostName(observed);
  return name ? [{ apiVersion: 'v1', kind: 'Pod', metadata: { name } }] : [];
}

/** The Pod that the status names, or that was created before any status named it; not one that may still appear. */
function lostName(observed: ObservedTaskRun): string | undefined {
  const { parent, everCreated, recentlyCreated } = observed;
  if (parent.status?.podName) return parent.status.podName;
  const name = podNameOf(observed);
  return everCreated.has(name) && !recentlyCreated.has(name) ? name : undefined;
}

function decide(observed: ObservedTaskRun, failures: readonly ChildFailure[], now: number): Decision {
  const { pod } = ownChildren(observed);
  if (pod) return withPod(observed, pod, now, failures);
  const lost = lostName(observed);
  return lost ? lostPod(observed.parent, lost) : withoutPod(observed, now, failures);
}

const isPod = (child: ObservedRunPod | ObservedScripts): child is ObservedRunPod => child.kind === 'Pod';
