import type { Context, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import type { PodPart } from '../pod/pod-part.js';
import type { SetupScript } from '../pod/setup-script.js';
import type { Place, PlanProblem } from '../problem.js';
import type { PackedTexts } from './text-config-maps.js';

/** A context and where it was written, for problems. */
export interface LocatedContext extends Place {
  readonly context: Context;
}

/** What the Pod around a task's contexts is like. */
export interface ContextPlace {
  readonly texts: PackedTexts;
  readonly workspaceDir: string;
  /** What init containers of ours run in. */
  readonly initImage: string;
  readonly workspace: WorkspaceConfigSpec;
}

/** One row of the table of context types: everything the planner knows of a type. */
export interface ContextType {
  readonly type: Context['type'];
  /**
   * Everything that prevents these contexts from being planned.
   *
   * @param contexts all contexts of one task, of every type, in layer order; a row picks its own
   */
  problems(contexts: readonly LocatedContext[], workspace: WorkspaceConfigSpec): PlanProblem[];
  /** What of a context of this type changes the agent's work: the part of it that the task key covers. */
  work(context: Context): object | undefined;
  /** The scripts of ours that the init containers of this type run, of the same contexts as `podPart`; may repeat one. */
  scripts(contexts: readonly LocatedContext[], workspace: WorkspaceConfigSpec): readonly SetupScript[];
  /** What the contexts of this type add to the Pod; `{}` where the task has none. */
  podPart(contexts: readonly LocatedContext[], place: ContextPlace): PodPart;
}
