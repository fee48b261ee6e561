import type { BatchSpec, Context, WorkspaceConfigSpec } from '../../api/generated/kinds.js';

/** A context and where it was written, for errors. */
export interface LocatedContext {
  readonly context: Context;
  readonly path: string;
}

/** The contexts of task `index` in their order: workspace defaults, common, variable. */
export function layeredContexts(batch: BatchSpec, workspace: WorkspaceConfigSpec, index: number): LocatedContext[] {
  return [...sharedContexts(batch, workspace), ...located(batch.variableContexts?.[index], variablePath(index))];
}

/** What every task of the batch has in common, first in order. */
export function sharedContexts(batch: BatchSpec, workspace: WorkspaceConfigSpec): LocatedContext[] {
  return [
    ...located(workspace.defaultContexts, 'WorkspaceConfig.spec.defaultContexts'),
    ...located(batch.commonContext, 'spec.commonContext'),
  ];
}

const variablePath = (index: number) => `spec.variableContexts[${index}]`;

const located = (contexts: readonly Context[] | undefined, path: string): LocatedContext[] =>
  (contexts ?? []).map((context, i) => ({ context, path: `${path}[${i}]` }));
