import type { WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { counted, listed } from '../../packages/kubernetes-conventions/sentence.js';
import { invalid } from '../../packages/structural-schema/field-error.js';
import type { LocatedContext } from '../context/context-type.js';
import { isInside, type PlannedFile, plannedFiles } from '../context/file.js';
import { plannedRepositories } from '../context/repository.js';
import { workspaceDirOf } from '../pod/paths.js';
import { formatPlace, ownedBy, type PlanProblem } from '../problem.js';
import { presetNamed } from './named-preset.js';

/** The field that says where the prompt is. */
export const PROMPT_FIELD = 'spec.agent.promptFile';

/** The contexts of one task, and where it is listed. */
export interface PromptedTask {
  readonly path: string;
  readonly contexts: readonly LocatedContext[];
  /** With templates as they are written. */
  readonly written: readonly LocatedContext[];
}

/** Where the CLI's prompt is; undefined without an agent, and for a command of the user's own that gets none. */
export function promptFileOf(workspace: WorkspaceConfigSpec): string | undefined {
  const { agent } = workspace;
  if (!agent) return undefined;
  return agent.promptFile ?? (presetNamed(agent.preset) && `${workspaceDirOf(workspace)}/task.md`);
}

/** With a prompt that nothing of a task brings, or that is empty, the agent would be started in vain. */
export function promptProblems(workspace: WorkspaceConfigSpec, tasks: readonly PromptedTask[]): PlanProblem[] {
  const path = promptFileOf(workspace);
  if (path === undefined) return [];
  return [...missingPrompt(path, workspace, tasks), ...tasks.flatMap(({ written }) => emptyPrompt(path, written))];
}

/** One problem for all tasks without. */
function missingPrompt(path: string, workspace: WorkspaceConfigSpec, tasks: readonly PromptedTask[]): PlanProblem[] {
  if (isElsewhere(path, workspace)) return [];
  const lacking = tasks.filter(({ contexts }) => !isBrought(path, contexts, workspaceDirOf(workspace)));
  if (lacking.length === 0) return [];
  const given = workspace.agent?.promptFile === undefined ? 'is where the agent reads its prompt, and ' : '';
  const wanted = `${given}${whose(lacking, tasks)} writes it; ${remedy(lacking)}`;
  return ownedBy('workspace', [invalid(PROMPT_FIELD, path, wanted)]);
}

function emptyPrompt(path: string, contexts: readonly LocatedContext[]): PlanProblem[] {
  const parts = plannedFiles(contexts).find(({ filePath }) => filePath === path)?.parts ?? [];
  if (!parts.every(({ source }) => source?.inline?.trim() === '')) return [];
  return parts.slice(-1).map(({ owner, path: place, source }) => ({
    owner,
    ...invalid(`${place}.source.inline`, source?.inline, 'is the prompt of the agent; say what it has to do'),
  }));
}

/** An image of the user's own, or a credential, may bring it. */
const isElsewhere = (path: string, workspace: WorkspaceConfigSpec): boolean =>
  (workspace.agentImage !== undefined && !isInside(path, workspaceDirOf(workspace)) && !isInside(path, '/kubetask')) ||
  (workspace.credentials ?? []).some(({ mountPath }) => mountPath === path);

/** By a context that writes it, or by a repository that may have it. */
const isBrought = (path: string, contexts: readonly LocatedContext[], workspaceDir: string): boolean =>
  plannedFiles(contexts).some(({ filePath }) => filePath === path) ||
  plannedRepositories(contexts).some(({ folder }) => path.startsWith(`${workspaceDir}/${folder}/`));

function whose(lacking: readonly PromptedTask[], tasks: readonly PromptedTask[]): string {
  if (lacking.length === tasks.length) return tasks.length === 1 ? 'no context of the task' : 'no context of any task';
  const [first, ...others] = lacking;
  return `no context of ${first?.path}${others.length === 0 ? '' : ` and ${counted(others.length, 'more task')}`}`;
}

const MOST_LISTED = 300;

function remedy(lacking: readonly PromptedTask[]): string {
  const files = new Map(
    lacking
      .flatMap(({ contexts }) => plannedFiles(contexts))
      .map((file) => [`${file.filePath} ${placeOf(file)}`, file]),
  );
  const add = 'add a context of type File with this filePath';
  if (files.size === 0) return `${add}; the contexts write no file`;
  const places = [...files.values()].map((file) => `${file.filePath} (${placeOf(file)})`);
  return `${add}, or name a file that a context writes: ${listed(places, MOST_LISTED)}`;
}

const placeOf = ({ parts: [first] }: PlannedFile): string => (first ? formatPlace(first) : '');
