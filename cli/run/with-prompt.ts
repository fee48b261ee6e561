import { createHash } from 'node:crypto';
import type { BatchSpec, Context, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { workspaceDirOf } from '../../plan/pod/paths.js';
import { UserError } from '../errors/user-error.js';

/** Another text for the tasks of a run. */
export interface Prompt {
  readonly text: string;
  /** Absolute, in the Pod. @default where the agent reads its prompt */
  readonly path?: string | undefined;
}

/** Where the agent of a WorkspaceConfig reads its prompt. */
export const promptPath = (workspace: WorkspaceConfigSpec): string =>
  workspace.agent?.promptFile ?? `${workspaceDirOf(workspace)}/task.md`;

/**
 * The Batch with one text at this path, in place of whatever its own contexts write there. It is no template. What the
 * WorkspaceConfig writes there stays, and comes first, as house rules do.
 *
 * @throws UserError when no context of the Batch writes a file there: then the text would reach nobody
 */
export function withPrompt(batch: BatchSpec, path: string, text: string): BatchSpec {
  const { commonContext = [], variableContexts = [], tasks } = batch;
  const all = [...commonContext, ...variableContexts.flat(), ...(tasks ?? []).flatMap(({ contexts = [] }) => contexts)];
  if (!all.some((context) => pathOf(context) === path)) throw nobodyReads(path, all);
  const others = (contexts: readonly Context[]) => contexts.filter((context) => pathOf(context) !== path);
  const prompt: Context = { type: 'File', file: { filePath: path, source: { inline: text } } };
  return {
    ...batch,
    commonContext: [...others(commonContext), prompt],
    ...(variableContexts.length > 0 && { variableContexts: variableContexts.map(others) }),
    ...(tasks && { tasks: tasks.map((task) => ({ ...task, contexts: others(task.contexts ?? []) })) }),
  };
}

/** What a run says of its text, besides the text itself. */
export const promptMark = (path: string, text: string): string =>
  `${path} sha256:${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;

const pathOf = ({ file, http, command }: Context): string | undefined => (file ?? http ?? command)?.filePath;

function nobodyReads(path: string, contexts: readonly Context[]): UserError {
  const paths = [...new Set(contexts.flatMap((context) => pathOf(context) ?? []))].sort();
  return new UserError(`Cannot replace ${path}: no context of the tasks writes that file`, [
    paths.length > 0
      ? `--prompt-path names the file to replace; the contexts write ${paths.slice(0, 5).join(', ')}`
      : 'the contexts write no file; change the Batch instead',
  ]);
}
