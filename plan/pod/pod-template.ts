import type { V1PodSpec } from '@kubernetes/client-node';
import { AGENT_CONTAINER } from '../../api/containers.js';
import type { WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { presetImage } from '../agent-preset/agent-image.js';
import { agentCommand, agentPart } from '../agent-preset/agent-part.js';
import type { LocatedContext } from '../context/context-type.js';
import { contextParts, contextScripts } from '../context/context-types.js';
import type { PackedTexts } from '../context/text-config-maps.js';
import { pushedTokens } from '../git-token/mint-tokens.js';
import { commonParts, ownParts } from './common-parts.js';
import { setupContainer, workContainer } from './container.js';
import type { TaskIdentity } from './contract-env.js';
import { hardenedPod } from './hardened-pod.js';
import { workspaceDirOf } from './paths.js';
import { joinParts, type PodPart } from './pod-part.js';
import { setupVolume } from './setup-script.js';
import { tools } from './tools.js';

/** The agent when no WorkspaceConfig names one: it prints its contexts and changes nothing. */
export const DEFAULT_AGENT_IMAGE = 'ghcr.io/kubetask/echo-agent:v0.1.0';

/** Everything the Pod of one agent is made of. */
export interface TaskInputs {
  readonly identity: TaskIdentity;
  /** In layer order. */
  readonly contexts: readonly LocatedContext[];
  readonly texts: PackedTexts;
  readonly workspace: WorkspaceConfigSpec;
  /** What only some Pods have: the parameters of a TaskRun, or the attempt of a Job. */
  readonly extra?: PodPart;
}

/** The Pod of one agent: the sum of its features. */
export function taskPodSpec(inputs: TaskInputs): V1PodSpec {
  const { identity, contexts, workspace } = inputs;
  const parts = joinParts(podParts(inputs));
  const { command, args } = agentCommand(workspace, pushedTokens(parts.agentMounts));
  const surroundings = { parts, workspace };
  return hardenedPod(workspace, {
    initContainers: parts.initContainers.map((container) => setupContainer(container, surroundings)),
    containers: [workContainer({ name: AGENT_CONTAINER, image: agentImageOf(workspace), command, args }, surroundings)],
    volumes: [...parts.volumes, ...setupVolume(identity.run, contextScripts(contexts, workspace))],
  });
}

/** In the order of the init containers: tools, then contexts. */
function podParts({ identity, contexts, texts, workspace, extra = {} }: TaskInputs): PodPart[] {
  const workspaceDir = workspaceDirOf(workspace);
  const initImage = workspace.initImage ?? agentImageOf(workspace);
  return [
    ...commonParts(identity, workspace),
    tools(workspace.toolsImage),
    ...contextParts(contexts, { texts, workspaceDir, initImage, workspace }),
    extra,
    agentPart(workspace, texts),
    ...ownParts(workspace),
  ];
}

/** What the agent runs in: the image that is set, else the preset's, else the built-in one. */
export const agentImageOf = (workspace: WorkspaceConfigSpec): string =>
  workspace.agentImage ?? presetImage(workspace) ?? DEFAULT_AGENT_IMAGE;
