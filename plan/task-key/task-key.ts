import type {
  Context,
  Credential,
  EnvVar,
  Param,
  Step,
  WorkspaceAgent,
  WorkspaceConfigSpec,
} from '../../api/generated/kinds.js';
import { contentHash } from '../../packages/kubernetes-conventions/content-hash.js';
import { contextWork } from '../context/context-types.js';
import { DEFAULT_FILE_MODE } from '../pod/credentials.js';
import { workspaceDirOf } from '../pod/paths.js';
import { agentImageOf } from '../pod/pod-template.js';
import { counted } from './counted.js';
import { agentFields, stepFields, workspaceConfigFields } from './counted-fields.js';

const KEY_LENGTH = 16;
const DIGEST_LENGTH = 32;

/** What decides the work of one task. */
export interface Work {
  /** Digests of its contexts, in layer order. */
  readonly contexts?: readonly string[];
  readonly steps?: readonly object[];
  /** A TaskRun's parameters. */
  readonly params?: readonly Param[];
  /** Digest of what its containers run in. */
  readonly surroundings: string;
  readonly salt?: string | undefined;
  /** Of the task, where the Batch adds it to the branches. */
  readonly name?: string | undefined;
}

/** The idempotency key, 16 hex digits: equal for equal work, in any run. */
export const taskKey = (work: Work): string => contentHash(work, KEY_LENGTH);

export const contextDigest = (context: Context): string => contentHash(contextWork(context), DIGEST_LENGTH);

/** Of what a WorkspaceConfig gives an agent besides contexts. */
export function agentDigest(workspace: WorkspaceConfigSpec): string {
  const { defaultContexts: _, ...agent } = surroundings(workspace);
  return contentHash({ ...agent, agentImage: agentImageOf(workspace) }, DIGEST_LENGTH);
}

/** Of what a WorkspaceConfig gives steps. */
export function stepsDigest(workspace: WorkspaceConfigSpec, steps: readonly Step[]): string {
  const {
    defaultContexts: _,
    command: __,
    args: ___,
    agentImage: ____,
    agent: _____,
    toolsImage,
    ...rest
  } = surroundings(workspace);
  const usesTools = steps.some(({ image }) => image === undefined);
  return contentHash({ ...rest, ...(usesTools && toolsImage !== undefined && { toolsImage }) }, DIGEST_LENGTH);
}

/** What a step does, with its image filled in. */
export function stepWork(step: Step, workspace: WorkspaceConfigSpec): object {
  const { env = [], ...rest } = counted(stepFields, step);
  return { ...rest, image: step.image ?? agentImageOf(workspace), ...(env.length > 0 && { env: byName(env) }) };
}

function surroundings(workspace: WorkspaceConfigSpec): Partial<WorkspaceConfigSpec> {
  const { env = [], credentials = [], agent, ...rest } = counted(workspaceConfigFields, workspace);
  return {
    ...rest,
    workspaceDir: workspaceDirOf(workspace),
    ...(agent && { agent: agentWork(agent, workspace) }),
    ...(env.length > 0 && { env: byName(env) }),
    ...(credentials.length > 0 && { credentials: credentials.map(withoutMode).sort(inOrder) }),
  };
}

/** The version is the tag of the image, and what is written out and usual says nothing. */
function agentWork(agent: WorkspaceAgent, workspace: WorkspaceConfigSpec): WorkspaceAgent {
  const { version: _, permissions, promptFile, ...rest } = counted(agentFields, agent);
  return {
    ...rest,
    preset: agent.preset,
    ...(permissions === undefined || permissions === 'edit' ? {} : { permissions }),
    ...(promptFile === undefined || promptFile === `${workspaceDirOf(workspace)}/task.md` ? {} : { promptFile }),
  };
}

/** A mode that is written out and is the usual one says nothing. */
const withoutMode = ({ fileMode, ...credential }: Credential): Credential =>
  fileMode === undefined || fileMode === DEFAULT_FILE_MODE ? credential : { ...credential, fileMode };

/** Kubernetes expands `$(NAME)` from the variables before it: with one, their order matters. */
function byName(env: readonly EnvVar[]): EnvVar[] {
  return env.some(({ value }) => value?.includes('$(')) ? [...env] : [...env].sort(inOrder);
}

const inOrder = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : Number(a.name > b.name);
