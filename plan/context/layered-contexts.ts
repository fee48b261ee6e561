import type { BatchSpec, Context, TaskSpec, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import type { LocatedContext } from './context-type.js';

/** The contexts of task `index` in their order: workspace defaults, common, variable. */
export function layeredContexts(batch: BatchSpec, workspace: WorkspaceConfigSpec, index: number): LocatedContext[] {
  return [...sharedContexts(batch, workspace), ...located(batch.variableContexts?.[index], variablePath(index))];
}

/** What every task of the batch has in common, first in order. */
export function sharedContexts(batch: BatchSpec, workspace: WorkspaceConfigSpec): LocatedContext[] {
  return [...defaultContexts(workspace), ...located(batch.commonContext, 'spec.commonContext')];
}

/** The contexts of a Task's agent in their order: workspace defaults, its own. */
export function taskContexts(task: TaskSpec, workspace: WorkspaceConfigSpec): LocatedContext[] {
  return [...defaultContexts(workspace), ...located(task.contexts, 'spec.contexts')];
}

const defaultContexts = ({ defaultContexts: contexts }: WorkspaceConfigSpec) =>
  located(contexts, 'WorkspaceConfig.spec.defaultContexts');

const variablePath = (index: number) => `spec.variableContexts[${index}]`;

const located = (contexts: readonly Context[] | undefined, path: string): LocatedContext[] =>
  (contexts ?? []).map((context, i) => ({ context, path: `${path}[${i}]` }));
