import type { TaskRun } from '../../api/generated/kinds.js';
import type { ChildFailure } from '../engine/act.js';
import { podResult } from '../pod/pod-result.js';
import { podEnd, podStart } from '../pod/pod-times.js';
import { oneLine } from '../run/sentence.js';
import type { Judgement } from './judgement.js';
import type { ObservedRunPod, ObservedTaskRun } from './observed.js';
import { nextState } from './phase-order.js';
import { cancelled, hasEnded, podState, timedOut } from './pod-state.js';
import type { RunState } from './run-state.js';
import { stepStatuses } from './steps.js';
import { stoppedPod, waitSecondsLeft } from './stop-pod.js';

/** How long a phase is shown that is over already. */
const SHOW_SECONDS = 1;

/** A run that has its Pod: the Pod is left alone unless the run is cancelled or has waited too long for a node. */
export function withPod(
  observed: ObservedTaskRun,
  pod: ObservedRunPod,
  now: number,
  failures: readonly ChildFailure[],
): Judgement {
  const { parent: run, warnings } = observed;
  const waitLeft = waitSecondsLeft(run, pod, now);
  const desired = run.spec.cancel || waitLeft === 0 ? stoppedPod(pod) : [pod];
  const { result, remark } = hasEnded(pod) ? podResult(pod) : {};
  // Nothing desired: deleted in this very pass, before anything of it ran, unless the API server refused.
  const isGone = desired.length === 0 && failures.length === 0;
  const state = isGone ? endedUnstarted(run) : remarked(podState(pod, warnings, run.spec.cancel === true), remark);
  const startTime = podStart(pod) ?? run.status?.startTime;
  const shown = nextState(run.status?.phase, state, startTime !== undefined);
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

const endedUnstarted = ({ spec }: TaskRun): RunState => (spec.cancel ? cancelled : timedOut);

const remarked = (state: RunState, remark: string | undefined): RunState =>
  remark ? { ...state, message: oneLine(`${state.message}; ${remark}`) } : state;
