import type { Agent, AgentBuild, Batch, BatchRun, Task, TaskRun } from '../../api/generated/kinds.js';
import type { Terminal } from '../../cli/output/terminal.js';
import { type RunRow, runRow } from '../../cli/run/run-row.js';
import { seedBuild } from '../plan/agent-build/sample.js';

/** Builders for the commands' cores; each sets only what the case is about. */
export const now = Date.parse('2026-03-02T10:00:00Z');

/** A time before `now`. */
export const ago = (seconds: number): string => new Date(now - seconds * 1000).toISOString().replace('.000Z', 'Z');

export const makeTerminal = (columns = 80): Terminal => ({
  columns,
  rows: 24,
  isTty: Number.isFinite(columns),
  paint: (_, text) => text,
});

const apiVersion = 'kubetask.io/v1alpha1';

export const makeBatchRun = ({ metadata, spec, status }: Partial<BatchRun> = {}): BatchRun => ({
  apiVersion,
  kind: 'BatchRun',
  metadata: { name: 'deps-run-abc12', namespace: 'team', uid: 'u1', creationTimestamp: ago(120), ...metadata },
  spec: spec ?? { batchRef: 'deps' },
  ...(status ? { status } : {}),
});

export const makeTaskRun = ({ metadata, spec, status }: Partial<TaskRun> = {}): TaskRun => ({
  apiVersion,
  kind: 'TaskRun',
  metadata: { name: 'hello-run-abc12', namespace: 'team', uid: 'u2', creationTimestamp: ago(60), ...metadata },
  spec: spec ?? { taskRef: 'hello' },
  ...(status ? { status } : {}),
});

export const makeTask = (spec: Task['spec'] = { steps: [{ name: 'build', script: 'make' }] }): Task => ({
  apiVersion,
  kind: 'Task',
  metadata: { name: 'hello', namespace: 'team' },
  spec,
});

export const makeBatch = (spec: Batch['spec'] = {}): Batch => ({
  apiVersion,
  kind: 'Batch',
  metadata: { name: 'deps', namespace: 'team' },
  spec,
});

export const makeAgent = ({ metadata, spec, status }: Partial<Agent> = {}): Agent => ({
  apiVersion: 'beeai.dev/v1',
  kind: 'Agent',
  metadata: { name: 'helper', namespace: 'team', uid: 'u3', creationTimestamp: ago(120), ...metadata },
  spec: spec ?? { image: 'ghcr.io/org/helper:v1' },
  ...(status ? { status } : {}),
});

export const makeRow = (row: Partial<RunRow> = {}): RunRow => ({ ...runRow(makeTaskRun()), ...row });

export const makeAgentBuild = (): AgentBuild => ({
  apiVersion: 'beeai.dev/v1',
  kind: 'AgentBuild',
  metadata: { name: 'hello', namespace: 'team' },
  spec: seedBuild,
});
