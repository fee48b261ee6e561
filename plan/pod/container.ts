import type { V1Container, V1EnvVar, V1ResourceRequirements, V1VolumeMount } from '@kubernetes/client-node';
import { setupContainers } from '../../api/containers.js';
import type { ResourceRequirements, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { RESULT_PATH, workspaceDirOf } from './paths.js';
import type { JoinedParts } from './pod-part.js';
import { containerSecurity } from './security.js';

/** What the containers of one Pod have in common. */
export interface Surroundings {
  readonly parts: JoinedParts;
  readonly workspace: WorkspaceConfigSpec;
}

/** A container of ours that prepares the Pod, with what every container gets and a read-only root. */
export function setupContainer(container: V1Container, { parts, workspace }: Surroundings): V1Container {
  return {
    ...container,
    imagePullPolicy: 'IfNotPresent',
    env: [...parts.env, ...(container.env ?? [])],
    volumeMounts: [...commonMounts(container, parts), ...(container.volumeMounts ?? [])],
    ...(container.resources ? {} : resourcesOf(workspace.resources)),
    securityContext: containerSecurity(true),
  };
}

/** What has keys mounts nothing that an agent or a repository can write. */
const commonMounts = ({ name }: V1Container, { mounts }: JoinedParts): readonly V1VolumeMount[] =>
  hasKeys.has(name) ? mounts.filter(({ readOnly }) => readOnly) : mounts;

const hasKeys: ReadonlySet<string> = new Set([setupContainers.tokens.name, setupContainers.refresh.name]);

/** What a container does that belongs to the user: the agent or a step. */
export interface Work {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[] | undefined;
  readonly args?: readonly string[] | undefined;
  /** @default the workspace */
  readonly workingDir?: string | undefined;
  /** Last, so that it replaces what the WorkspaceConfig says. */
  readonly env?: readonly V1EnvVar[];
  readonly mounts?: readonly V1VolumeMount[];
  /** @default the WorkspaceConfig's */
  readonly resources?: ResourceRequirements | undefined;
}

/** The agent's or a step's container; its result file is its termination message. */
export function workContainer(work: Work, { parts, workspace }: Surroundings): V1Container {
  const { name, image, command, args, workingDir = workspaceDirOf(workspace) } = work;
  return {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    ...(command ? { command: [...command] } : {}),
    ...(args ? { args: [...args] } : {}),
    workingDir,
    env: lastWins([...parts.env, ...parts.agentEnv, ...(work.env ?? [])]),
    volumeMounts: [...parts.mounts, ...parts.agentMounts, ...(work.mounts ?? [])],
    terminationMessagePath: RESULT_PATH,
    ...resourcesOf(work.resources ?? workspace.resources),
    securityContext: containerSecurity(workspace.readOnlyRootFilesystem ?? true),
  };
}

const resourcesOf = (resources: ResourceRequirements | undefined): Pick<V1Container, 'resources'> =>
  resources ? { resources: resources as V1ResourceRequirements } : {};

/** A user's HOME, PATH or proxy replaces ours; a Pod may not name a variable twice. */
const lastWins = (env: readonly V1EnvVar[]): V1EnvVar[] =>
  env.filter(({ name }, i) => !env.slice(i + 1).some((other) => other.name === name));
