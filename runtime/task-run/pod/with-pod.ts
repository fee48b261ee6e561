import type { V1Volume } from '@kubernetes/client-node';
import type { TaskRun } from '../../../api/generated/kinds.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import type { ChildFailure } from '../../engine/reconcile/act.js';
import { isFinishedPod } from '../../pod/finished-pod.js';
import { hasBegun } from '../../pod/has-begun.js';
import { withMissingObject } from '../../pod/missing-key.js';
import { podResult } from '../../pod/pod-result.js';
import { podEnd, podStart } from '../../pod/pod-times.js';
import type { Decision } from '../decision.js';
import type { ObservedRunPod, ObservedTaskRun } from '../observed.js';
import { stoppedPod, waitSecondsLeft } from '../policies/stop-pod.js';
import type { RunState } from '../run-state.js';
import { nextState } from './phase-order.js';
import { cancelled, podState, timedOut } from './pod-state.js';
import { stepStatuses } from './steps.js';

/** How long a phase is shown that is over already. */
const SHOW_SECONDS = 1;

/** A run that has its Pod: the Pod is left alone unless the run is cancelled or has waited too long for a node. */
export function withPod(
  observed: ObservedTaskRun,
  pod: ObservedRunPod,
  now: number,
  failures: readonly ChildFailure[],
): Decision {
  const { parent: run, warnings } = observed;
  const waitLeft = waitSecondsLeft(run, pod, now);
  const desired = run.spec.cancel || waitLeft === 0 ? stoppedPod(pod) : [pod];
  const { result, remark } = isFinishedPod(pod) ? podResult(pod) : {};
  // Nothing desired: deleted in this very pass, before anything of it ran, unless the API server refused.
  const isGone = desired.length === 0 && failures.length === 0;
  const inVain =
    run.spec.suspend && !isFinishedPod(pod) ? 'spec.suspend has no effect on a Pod that exists' : undefined;
  const state = isGone
    ? endedBeforeStart(run)
    : remarked(named(observed, podState(pod, warnings, run.spec.cancel === true)), remark ?? inVain);
  const startTime = podStart(pod) ?? run.status?.startTime;
  const shown = nextState(run.status?.phase, state, hasBegun(pod));
  return {
    state: shown,
    steps: stepStatuses(pod),
    podName: pod.metadata.name,
    startTime,
    endTime: podEnd(pod),
    result,
    desired,
    requeueAfterSeconds: shown === state ? waitLeft || undefined : SHOW_SECONDS,
  };
}

const endedBeforeStart = ({ spec }: TaskRun): RunState => (spec.cancel ? cancelled : timedOut);

interface PodWithVolumes extends KubernetesObject {
  readonly spec?: { readonly volumes?: readonly V1Volume[] };
}

/** The message of a missing key, with the object that should have it if the plan names it. */
function named({ template }: ObservedTaskRun, state: RunState): RunState {
  if (state.reason !== 'FailedMount') return state;
  const volumes = () => {
    const pod: PodWithVolumes | undefined = template?.kind === 'Planned' ? template.plan.pod : undefined;
    return pod?.spec?.volumes ?? [];
  };
  return { ...state, message: withMissingObject(state.message, volumes) };
}

const remarked = (state: RunState, remark: string | undefined): RunState =>
  remark ? { ...state, message: oneLine(`${state.message}; ${remark}`) } : state;
