import type { V1PodSpec } from '@kubernetes/client-node';
import type { WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import type { PlannedFile } from '../context/file.js';
import type { PlannedRepository } from '../context/repository.js';
import type { PackedTexts } from '../context/text-config-maps.js';
import { clones } from './clones.js';
import { commonParts, ownParts } from './common-parts.js';
import { setupContainer, workContainer } from './container.js';
import { contextFiles } from './context-files.js';
import type { TaskIdentity } from './contract-env.js';
import { hardenedPod } from './hardened-pod.js';
import { workspaceDirOf } from './paths.js';
import { joinParts, type PodPart } from './pod-part.js';
import { tools } from './tools.js';

/** The agent when no WorkspaceConfig names one: it prints its contexts and changes nothing. */
export const DEFAULT_AGENT_IMAGE = 'ghcr.io/kubetask/echo-agent:v0.1.0';

/** The container that decides about the task's outcome. */
export const AGENT_CONTAINER = 'agent';

/** Everything the Pod of one agent is made of. */
export interface TaskInputs {
  readonly identity: TaskIdentity;
  readonly files: readonly PlannedFile[];
  readonly repositories: readonly PlannedRepository[];
  readonly texts: PackedTexts;
  readonly workspace: WorkspaceConfigSpec;
  /** A TaskRun's parameters. */
  readonly params?: PodPart;
}

/** The Pod of one agent: the sum of its features. */
export function taskPodSpec(inputs: TaskInputs): V1PodSpec {
  const { workspace } = inputs;
  const { command, args } = workspace;
  const parts = joinParts(podParts(inputs));
  const surroundings = { parts, workspace };
  return hardenedPod(workspace, {
    initContainers: parts.initContainers.map((container) => setupContainer(container, surroundings)),
    containers: [workContainer({ name: AGENT_CONTAINER, image: agentImageOf(workspace), command, args }, surroundings)],
    volumes: [...parts.volumes],
  });
}

/** In the order of the init containers: tools, clones, then files, which may lie inside a clone. */
function podParts({ identity, files, repositories, texts, workspace, params = {} }: TaskInputs): PodPart[] {
  const workspaceDir = workspaceDirOf(workspace);
  const image = workspace.initImage ?? agentImageOf(workspace);
  return [
    ...commonParts(identity, workspace),
    tools(workspace.toolsImage),
    clones(repositories, workspaceDir, image),
    contextFiles(files, texts, workspaceDir, image),
    params,
    ...ownParts(workspace),
  ];
}

export const agentImageOf = ({ agentImage }: WorkspaceConfigSpec): string => agentImage ?? DEFAULT_AGENT_IMAGE;
