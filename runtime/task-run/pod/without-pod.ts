import type { TaskRun } from '../../../api/generated/kinds.js';
import { oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import { timestamp } from '../../../packages/kubernetes-conventions/timestamp.js';
import { taskRunPodName, taskRunPodNameBeside } from '../../../plan/naming.js';
import type { TaskRunPlan } from '../../../plan/task-run/plan.js';
import { type CreateFailure, createFailuresByName } from '../../creations/create-failures.js';
import { RECENT_SECONDS } from '../../creations/recent-creations.js';
import type { ChildFailure } from '../../engine/reconcile/act.js';
import { withAdvice } from '../../pod/advice.js';
import { settleSecondsLeft } from '../../templates/settle-time.js';
import type { Decision } from '../decision.js';
import type { ObservedTaskRun } from '../observed.js';
import type { RunState } from '../run-state.js';
import { isMissing, type MissingReference } from '../template/template.js';
import { isBeside, isTaken, NAME_TAKEN, podNameOf, takenMessage } from './pod-name.js';
import { cancelled } from './pod-state.js';
import { stepStatuses } from './steps.js';

/** A run whose Pod was never seen. The first that holds: cancelled, suspended, incomplete, too young, invalid, queued, planned. */
export function withoutPod(observed: ObservedTaskRun, now: number, failures: readonly ChildFailure[]): Decision {
  const { parent: run } = observed;
  if (run.spec.cancel) return nothingBut(cancelled);
  if (run.spec.suspend) return nothingBut(suspended);
  const { missing, template } = observed;
  if (missing) return missingReference(run, missing, now);
  const settling = settleSecondsLeft(run, now);
  if (settling > 0) return { ...nothingBut(pending), requeueAfterSeconds: settling };
  if (!template) throw new Error(`Cannot decide about run ${run.metadata.name}: its template is not loaded`);
  if (isMissing(template)) return missingReference(run, template, now);
  if (template.kind === 'InvalidSpec') return nothingBut(invalid(template.message));
  if (!observed.mayStart) return { ...nothingBut(queued), requeueAfterSeconds: QUEUED_SECONDS };
  return planned(observed, template.plan, now, failures);
}

const nothingBut = (state: RunState): Decision => ({ state, steps: [], desired: [] });

const suspended: RunState = {
  phase: 'Paused',
  reason: 'Suspended',
  message: 'no Pod is created while spec.suspend, or the annotation kubetask.io/pause, is true',
};

const queued: RunState = {
  phase: 'Pending',
  reason: 'Queued',
  message: 'all slots of the limit in the WorkspaceConfig are in use; the run waits for a free slot',
};

/** No event wakes a run when a slot that was reserved for another run stays free. */
const QUEUED_SECONDS = 30;

const pending: RunState = { phase: 'Pending', reason: 'PodPending', message: 'the Pod is about to be created' };

/** Far below the schema's limit: each of a run's conditions repeats the message. */
const MAX_MESSAGE = 8192;

const invalid = (message: string): RunState => ({
  phase: 'Failed',
  reason: 'InvalidSpec',
  message: oneLine(message, MAX_MESSAGE),
});

/** How long after its creation a run waits for what it refers to. */
const MISSING_REFERENCE_SECONDS = 600;

function missingReference({ metadata }: TaskRun, { kind: reason, message }: MissingReference, now: number): Decision {
  const left = MISSING_REFERENCE_SECONDS - (now - Date.parse(metadata.creationTimestamp ?? '')) / 1000;
  const until = timestamp(now + left * 1000);
  const waiting = `${message}; the run waits for it until ${until}, then fails`;
  if (left > 0) return { ...nothingBut({ phase: 'Pending', reason, message: waiting }), requeueAfterSeconds: left };
  return nothingBut({
    phase: 'Failed',
    reason,
    message: `${message} and create another TaskRun: this run failed after it had waited for ten minutes`,
  });
}

/** ConfigMaps first, since the Pod mounts them. What failed lately is not asked for again yet. */
function planned(observed: ObservedTaskRun, plan: TaskRunPlan, now: number, failures: readonly ChildFailure[]) {
  const { createFailures, everCreated, recentlyCreated } = observed;
  const name = podNameOf(observed);
  const pod = { ...plan.pod, metadata: { ...plan.pod.metadata, name } };
  const objects = [...plan.configMaps, pod];
  const failed = new Map<string, CreateFailure>([...createFailures.byName, ...createFailuresByName(failures)]);
  const unseen = recentlyCreated.size > 0 ? RECENT_SECONDS : undefined;
  const [createFailure] = objects.flatMap(({ metadata }) => failed.get(metadata.name) ?? []);
  return {
    state: stateOf(observed, createFailure, failed.get(name)),
    steps: stepStatuses(pod),
    desired: objects.filter(
      ({ metadata }) => !createFailures.byName.has(metadata.name) && !everCreated.has(metadata.name),
    ),
    requeueAfterSeconds: createFailures.retryAt === undefined ? unseen : (createFailures.retryAt - now) / 1000,
  };
}

/** @param createFailure the first; @param ofPod the Pod's, if any */
function stateOf(
  observed: ObservedTaskRun,
  createFailure: CreateFailure | undefined,
  ofPod: CreateFailure | undefined,
): RunState {
  const { name, uid = '' } = observed.parent.metadata;
  if (isBeside(observed))
    return nameTaken(
      createFailure?.message ?? takenMessage(observed.parent) ?? `Pod ${taskRunPodName(name)} belongs to another owner`,
    );
  if (!createFailure) return pending;
  if (!ofPod || !isTaken(ofPod)) return createFailed(createFailure);
  return nameTaken(`${ofPod.message}; the Pod is created as ${taskRunPodNameBeside(name, uid)}`);
}

const nameTaken = (message: string): RunState => ({
  phase: 'Pending',
  reason: NAME_TAKEN,
  message: oneLine(withAdvice(message, 'Task'), MAX_MESSAGE),
});

const createFailed = ({ message }: CreateFailure): RunState => ({
  phase: 'Pending',
  reason: 'CreateFailed',
  message: oneLine(withAdvice(message, 'Task'), MAX_MESSAGE),
});
