import type { Agent } from '../../api/generated/kinds.js';
import { cut } from '../output/printable.js';
import type { Terminal } from '../output/terminal.js';
import { type BuildStep, type FollowedBuild, isFailed, readyOf } from './followed-build.js';
import type { TaskRow } from './task-rows.js';

/** `hello-agent  Running  step build of PipelineRun … is running` */
export function buildLine({ build: { metadata, status } }: FollowedBuild, { columns, paint }: Terminal): string {
  const line = `${metadata.name}  ${status?.phase ?? 'Pending'}  ${readyOf(status)?.message ?? ''}`;
  return cut(line.trimEnd(), columns).replace(metadata.name, (name) => paint('bold', name));
}

/** One row per step that has a Pod, and one for the Agent; in their order. */
export function buildRows({ tasks, agent }: FollowedBuild, now: number): TaskRow[] {
  const steps = tasks.flatMap(({ status }) => status?.steps ?? []);
  const rows = steps.map((step, index) => ({ index, label: step.name, note: noteOf(step), ...stateOf(step, now) }));
  return [...rows, ...(agent ? [agentRow(agent, rows.length)] : [])].map((row) => ({ branch: '', commit: '', ...row }));
}

type State = Pick<TaskRow, 'phase' | 'duration'>;

function stateOf({ running, terminated, terminationReason }: BuildStep, now: number): State {
  if (terminationReason === 'Skipped') return { phase: 'Pending' };
  if (terminated) {
    const { startedAt = '', finishedAt = '', exitCode } = terminated;
    return { phase: exitCode === 0 ? 'Succeeded' : 'Failed', ...took(startedAt, Date.parse(finishedAt)) };
  }
  return running ? { phase: 'Running', ...took(running.startedAt ?? '', now) } : { phase: 'Pending' };
}

function took(start: string, end: number): Pick<TaskRow, 'duration'> {
  const duration = end - Date.parse(start);
  return Number.isNaN(duration) ? {} : { duration };
}

const noteOf = (step: BuildStep): string => (isFailed(step) ? `exit code ${step.terminated?.exitCode}` : '');

/** An agent does not end: it is ready, or not yet. */
function agentRow({ metadata, status }: Agent, index: number): Omit<TaskRow, 'branch' | 'commit'> {
  const ready = readyOf(status);
  const row = { index, label: `agent ${metadata.name}`, note: ready?.message ?? '' };
  if (ready?.status === 'True') return { ...row, phase: 'Succeeded', word: 'Ready' };
  return { ...row, phase: 'Running', word: 'Starting' };
}
