import { podFailureReasons, type TaskReason } from '../../api/reasons.js';
import { nextStartIn } from '../../api/status/next-start.js';
import { duration } from '../../packages/kubernetes-conventions/age.js';
import type { TaskRow } from './task-row.js';

/** What a task does, or waits for, in words for people who watch it. */
export interface TaskWords {
  readonly words: string;
  /** Why, or what came of it; may be empty. */
  readonly detail: string;
}

type Row = Pick<TaskRow, 'phase' | 'reason' | 'note' | 'message' | 'attempts' | 'result'>;

/** Of a task that has not finished. Where a word says everything, the message is left out. */
const words: Partial<Record<TaskReason, string>> = {
  JobPending: 'starting',
  PodPending: 'starting',
  Initializing: 'preparing the workspace',
  Running: 'agent is working',
  Queued: 'waiting for a slot',
  Suspended: 'paused',
  JobSuspended: 'paused',
  Cancelling: 'stopping',
  JobNotApplied: 'waiting for its Job',
  Unschedulable: 'waiting for a node',
  ErrImagePull: 'cannot pull the image',
  ImagePullBackOff: 'cannot pull the image',
  CreateContainerConfigError: 'cannot start',
  CreateContainerError: 'cannot start',
  FailedMount: 'cannot start',
  FailedCreate: 'cannot start',
};

/** Those of which the message adds what to do. */
const explained: ReadonlySet<string> = new Set<TaskReason>([
  'JobSuspended',
  'Unschedulable',
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
  'FailedMount',
  'FailedCreate',
]);

/** What ended the attempt before. */
const before: Partial<Record<TaskReason, string>> = {
  TemporaryFailure: 'rate limited',
  CloneFailed: 'clone failed',
};

/** @param setup what its init container does, such as `cloning`; empty if that is not known */
export function taskWords(row: Row, now: number, setup = ''): TaskWords {
  const { phase, reason, note } = row;
  if (phase === 'Succeeded') return { words: reason === 'Reused' ? 'Succeeded (reused)' : 'Succeeded', detail: note };
  if (phase === 'Failed' || phase === 'Cancelled') return { words: phase, detail: withoutLogAdvice(note || reason) };
  if (phase === 'Pending' && isRetried(reason)) return { words: retryWords(row, now), detail: '' };
  if (reason === 'Initializing' && setup !== '') return { words: `${setup}${attemptText(row)}`, detail: '' };
  const known = words[reason as TaskReason];
  const detail = known === undefined || explained.has(reason) ? withoutLogAdvice(note) : '';
  return { words: `${known ?? usual(row)}${attemptText(row)}`, detail: detail === reason ? '' : detail };
}

const usual = ({ phase }: Row): string => (phase === 'Running' ? 'agent is working' : 'starting');

/** `, attempt 2`: counted from 1, as people count. */
const attemptText = ({ phase, attempts }: Row): string => {
  const last = attempts?.at(-1);
  return phase === 'Running' && last !== undefined ? `, attempt ${last.attempt + 2}` : '';
};

/** Whether its last attempt failed, and the next one waits. */
export const isRetried = (reason: string): boolean => reason === 'BackingOff' || podFailureReasons.has(reason);

function retryWords({ reason, message, attempts }: Row, now: number): string {
  const last = attempts?.at(-1);
  const what = before[(last?.reason ?? reason) as TaskReason] ?? 'failed';
  const exact = nextStartIn(message);
  const start = exact ?? (last && Date.parse(last.time) + jobBackoff(last.attempt));
  if (start === undefined || start <= now) return `${what}, tries again`;
  return `${what}, next try in ${exact === undefined ? 'about ' : ''}${duration(start - now + 999)}`;
}

const firstBackoff = 10_000;
const longestBackoff = 600_000;

/**
 * How long the Job controller waits after so many failures.
 *
 * Source: https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy
 */
const jobBackoff = (attempt: number): number => Math.min(firstBackoff * 2 ** attempt, longestBackoff);

/** A log that is on the screen, or that ends with its cluster, is not asked for with kubectl. */
export const withoutLogAdvice = (message: string): string =>
  message.replace(/(; )?see kubectl logs -n \S+ [^\s;]+( -c [^\s;]+)?( --previous)?/, '').trim();
