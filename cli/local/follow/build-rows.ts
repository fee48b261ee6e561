import type { Agent } from '../../../api/generated/kinds.js';
import { keyOf } from '../../../packages/kubernetes-conventions/object-key.js';
import type { ProgressRow } from '../../run/progress-rows.js';
import { type BuildStep, type FollowedBuild, isFailed, readyOf } from './followed-build.js';
import type { ProgressView } from './progress.js';

export const buildProgress: ProgressView<FollowedBuild> = {
  key: ({ build }) => keyOf(build),
  head: (followed) => buildLine(followed),
  state: ({ build: { status } }) => `${status?.phase} ${readyOf(status)?.reason}`,
  rows: (followed) => buildRows(followed),
};

/** `hello-agent  Running  step build of PipelineRun … is running` */
export function buildLine({ build: { metadata, status } }: FollowedBuild): string {
  return `${metadata.name}  ${status?.phase ?? 'Pending'}  ${readyOf(status)?.message ?? ''}`.trimEnd();
}

/** One row per step that has a Pod, and one for the Agent; in their order. */
export function buildRows({ tasks, agent }: FollowedBuild): ProgressRow[] {
  const steps = tasks.flatMap(({ status }) => status?.steps ?? []);
  const rows = steps.map((step, index) => ({ index, label: step.name, detail: detailOf(step), ...stateOf(step) }));
  return [...rows, ...(agent ? [agentRow(agent, rows.length)] : [])];
}

type State = Pick<ProgressRow, 'phase' | 'words' | 'startTime' | 'completionTime'>;

function stateOf({ running, terminated, terminationReason }: BuildStep): State {
  if (terminationReason === 'Skipped') return { phase: 'Pending', words: 'waiting' };
  if (terminated) {
    const { startedAt, finishedAt, exitCode } = terminated;
    const phase = exitCode === 0 ? 'Succeeded' : 'Failed';
    return { phase, words: phase, ...times(startedAt, finishedAt) };
  }
  if (!running) return { phase: 'Pending', words: 'waiting' };
  return { phase: 'Running', words: 'running', ...times(running.startedAt) };
}

const times = (
  startTime: string | undefined,
  completionTime?: string,
): Pick<ProgressRow, 'startTime' | 'completionTime'> => ({
  ...(startTime ? { startTime } : {}),
  ...(completionTime ? { completionTime } : {}),
});

const detailOf = (step: BuildStep): string => (isFailed(step) ? `exit code ${step.terminated?.exitCode}` : '');

/** An agent does not end: it is ready, or not yet. */
function agentRow({ metadata, status }: Agent, index: number): ProgressRow {
  const ready = readyOf(status);
  const row = { index, label: `agent ${metadata.name}`, detail: ready?.message ?? '' };
  if (ready?.status === 'True') return { ...row, phase: 'Succeeded', words: 'Ready' };
  return { ...row, phase: 'Running', words: 'starting' };
}
