import { ANNOTATION_PAUSE } from '../../api/labels.js';
import { taskInMessage } from '../../plan/batch-run/task-in-message.js';
import { UserError } from '../errors/user-error.js';
import { gitOwner } from './git-owner.js';
import { isBatchRun, type Named, nameOf, qualifiedNameOf, type Run, runState, wishesOf } from './run-state.js';

/** What a person may want of a run that exists. */
export type RunChange = 'cancel' | 'pause' | 'resume';

/** The merge patch that says so, or why nothing needs to be said. */
export type PlannedChange =
  | {
      readonly patch: {
        readonly metadata?: { readonly annotations: Readonly<Record<string, null>> };
        readonly spec: Readonly<Record<string, boolean | null>>;
      };
    }
  | { readonly already: string };

const patches = {
  cancel: { spec: { cancel: true } },
  pause: { spec: { suspend: true } },
  // Absent and false mean the same, and a spec that says nothing is what was there before.
  resume: { spec: { suspend: null } },
} as const;

/**
 * Decides about a change without carrying it out.
 *
 * @throws UserError for a run that has finished, is being cancelled, or belongs to Git while `force` is false; for a pause of a
 *   TaskRun that has its Pod
 */
export function planChange(run: Run, change: RunChange, force: boolean): PlannedChange {
  const name = nameOf(run);
  const { suspend = false, cancel = false } = wishesOf(run);
  const { isFinished: hasEndPhase, completionTime, phase } = runState(run);
  // A failed run without an end waits for a correction, and can be cancelled.
  const isFinished = hasEndPhase && !(phase === 'Failed' && completionTime === undefined);
  if (change === 'cancel' && cancel) return { already: `${qualifiedNameOf(run)} is already being cancelled` };
  if (isFinished) throw new UserError(`Cannot ${change} ${name}: it has finished (${phase})`, rerunHint(name));
  if (cancel) throw new UserError(`Cannot ${change} ${name}: it is being cancelled`);
  if (change === 'pause' && suspend) return { already: `${qualifiedNameOf(run)} is already paused` };
  if (change === 'resume' && !suspend) return { already: notPaused(run) };
  if (change === 'pause') refuseWithPod(run);
  if (!force) refuseGitOwned(run, change);
  return { patch: change === 'resume' ? { ...unannotated(run), ...patches.resume } : patches[change] };
}

/** A task whose Job another client suspended is not resumed. */
function notPaused(run: Run): string {
  const tasks = isBatchRun(run) ? (run.status?.tasks ?? []) : [];
  const suspended = tasks
    .filter(({ reason }) => reason === 'JobSuspended')
    .map((task) => `task ${taskInMessage(task)}: ${task.message}`);
  return [`${qualifiedNameOf(run)} is not paused`, ...suspended].join('; ');
}

/** A TaskRun has one Pod, which runs to its end once it is there. @throws UserError when it is */
function refuseWithPod(run: Run): void {
  const podName = isBatchRun(run) ? undefined : run.status?.podName;
  if (podName === undefined) return;
  throw new UserError(`Cannot pause ${nameOf(run)}: its Pod ${podName} already exists and cannot be paused`, [
    `kubectl task cancel ${nameOf(run)} cancels it`,
  ]);
}

/** @throws UserError when Git owns the run */
export function refuseGitOwned(run: Named, action: string): void {
  const owner = gitOwner(run);
  if (owner === undefined) return;
  throw new UserError(`Cannot ${action} ${nameOf(run)}: ${owner}`, ['change it in Git, or use --force']);
}

/** The annotation pauses as `spec.suspend` does, so that it has to go, too. */
const unannotated = ({ metadata }: Run): { readonly metadata?: { readonly annotations: Record<string, null> } } =>
  metadata.annotations?.[ANNOTATION_PAUSE] === undefined
    ? {}
    : { metadata: { annotations: { [ANNOTATION_PAUSE]: null } } };

const rerunHint = (name: string): string[] => [`kubectl task rerun ${name} starts it again`];
