import type { Context, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import type { PodPart } from '../pod/pod-part.js';
import type { SetupScript } from '../pod/setup-script.js';
import type { PlanProblem } from '../problem.js';
import { commandContext } from './command-context.js';
import type { ContextPlace, ContextType, LocatedContext } from './context-type.js';
import { plannedFiles } from './file.js';
import { fileContext } from './file-context.js';
import { httpContext } from './http-context.js';
import { repositoryContext } from './repository-context.js';

/** In the order of their init containers: files come last, since they may lie inside a clone. */
export const contextTypes: readonly ContextType[] = [repositoryContext, httpContext, commandContext, fileContext];

/** Everything that prevents the contexts of one task from being planned. */
export const contextProblems = (contexts: readonly LocatedContext[], workspace: WorkspaceConfigSpec): PlanProblem[] =>
  contextTypes.flatMap((type) => type.problems(contexts, workspace));

/** What of a context changes the agent's work, with its type. */
export const contextWork = (context: Context): object => ({
  type: context.type,
  ...contextTypes.find(({ type }) => type === context.type)?.work(context),
});

/** What the contexts of one task add to its Pod, in the order of the init containers. */
export const contextParts = (contexts: readonly LocatedContext[], place: ContextPlace): PodPart[] =>
  contextTypes.map((type) => type.podPart(contexts, place));

/** The scripts of ours that the Pod of one task runs, each once, in the order of the init containers. */
export const contextScripts = (contexts: readonly LocatedContext[], workspace: WorkspaceConfigSpec): SetupScript[] => [
  ...new Set(contextTypes.flatMap((type) => type.scripts(contexts, workspace))),
];

/** The paths of the files that the contexts of one task write, each once. */
export const contextFilePaths = (contexts: readonly LocatedContext[]): string[] =>
  plannedFiles(contexts).map(({ filePath }) => filePath);
