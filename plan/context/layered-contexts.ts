import type { BatchSpec, Context, TaskSpec, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import type { Place } from '../problem.js';
import { expandedContexts, isTemplate } from '../template/expanded-contexts.js';
import { taskValues } from '../template/task-values.js';
import type { LocatedContext } from './context-type.js';
import { listedTask } from './listed-task.js';

/** The contexts of task `index` in their order: workspace defaults, common, its own. Templates are expanded. */
export function layeredContexts(batch: BatchSpec, workspace: WorkspaceConfigSpec, index: number): LocatedContext[] {
  const contexts = writtenContexts(batch, workspace, index);
  return contexts.some(isTemplate) ? expandedContexts(contexts, taskValues(batch, index, contexts)) : contexts;
}

/** The same as they are written. */
export function writtenContexts(batch: BatchSpec, workspace: WorkspaceConfigSpec, index: number): LocatedContext[] {
  const { contexts, contextsPath } = listedTask(batch, index);
  return [...everyContext(batch, workspace), ...located(contexts, { owner: 'template', path: contextsPath })];
}

/** What every task of the batch has in common: what is written for all of them, except for templates. */
export const sharedContexts = (batch: BatchSpec, workspace: WorkspaceConfigSpec): LocatedContext[] =>
  everyContext(batch, workspace).filter((context) => !isTemplate(context));

const everyContext = (batch: BatchSpec, workspace: WorkspaceConfigSpec): LocatedContext[] => [
  ...defaultContexts(workspace),
  ...located(batch.commonContext, { owner: 'template', path: 'spec.commonContext' }),
];

/** The contexts of a Task's agent in their order: workspace defaults, its own. */
export function taskContexts(task: TaskSpec, workspace: WorkspaceConfigSpec): LocatedContext[] {
  return [...defaultContexts(workspace), ...located(task.contexts, { owner: 'template', path: 'spec.contexts' })];
}

const defaultContexts = ({ defaultContexts: contexts }: WorkspaceConfigSpec) =>
  located(contexts, { owner: 'workspace', path: 'spec.defaultContexts' });

const located = (contexts: readonly Context[] | undefined, { owner, path }: Place): LocatedContext[] =>
  (contexts ?? []).map((context, i) => ({ context, owner, path: `${path}[${i}]` }));
