import type { BatchSpec, Context, TaskSpec, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import type { Place } from '../problem.js';
import type { LocatedContext } from './context-type.js';
import { listedTask } from './listed-task.js';

/** The contexts of task `index` in their order: workspace defaults, common, its own. */
export function layeredContexts(batch: BatchSpec, workspace: WorkspaceConfigSpec, index: number): LocatedContext[] {
  const { contexts, contextsPath } = listedTask(batch, index);
  return [...sharedContexts(batch, workspace), ...located(contexts, { owner: 'template', path: contextsPath })];
}

/** What every task of the batch has in common, first in order. */
export function sharedContexts(batch: BatchSpec, workspace: WorkspaceConfigSpec): LocatedContext[] {
  return [
    ...defaultContexts(workspace),
    ...located(batch.commonContext, { owner: 'template', path: 'spec.commonContext' }),
  ];
}

/** The contexts of a Task's agent in their order: workspace defaults, its own. */
export function taskContexts(task: TaskSpec, workspace: WorkspaceConfigSpec): LocatedContext[] {
  return [...defaultContexts(workspace), ...located(task.contexts, { owner: 'template', path: 'spec.contexts' })];
}

const defaultContexts = ({ defaultContexts: contexts }: WorkspaceConfigSpec) =>
  located(contexts, { owner: 'workspace', path: 'spec.defaultContexts' });

const located = (contexts: readonly Context[] | undefined, { owner, path }: Place): LocatedContext[] =>
  (contexts ?? []).map((context, i) => ({ context, owner, path: `${path}[${i}]` }));
