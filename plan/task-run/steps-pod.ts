import type { V1EnvVar, V1PodSpec } from '@kubernetes/client-node';
import type { Step, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import type { PackedTexts } from '../context/text-config-maps.js';
import { commonParts, ownParts } from '../pod/common-parts.js';
import { setupContainer, workContainer } from '../pod/container.js';
import type { TaskIdentity } from '../pod/contract-env.js';
import { hardenedPod } from '../pod/hardened-pod.js';
import { joinParts, type PodPart } from '../pod/pod-part.js';
import { agentImageOf } from '../pod/pod-template.js';
import { tools } from '../pod/tools.js';
import { scriptVolumes, scriptWork } from './script.js';
import { stepName } from './step-names.js';

/** Everything the Pod of a task with steps is made of. */
export interface StepsInputs {
  readonly identity: TaskIdentity;
  /** In order, at least one. */
  readonly steps: readonly Step[];
  readonly texts: PackedTexts;
  readonly workspace: WorkspaceConfigSpec;
  readonly params: PodPart;
}

/**
 * Steps in order: all but the last are init containers, and the kubelet starts the next one only after a success.
 * Source: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
 */
export function stepsPodSpec(inputs: StepsInputs): V1PodSpec {
  const { steps, texts, workspace } = inputs;
  const toolsPart = steps.some(usesAgentImage) ? tools(workspace.toolsImage) : {};
  const all = surroundings(inputs, toolsPart);
  const withoutTools = surroundings(inputs, {});
  const setup = all.parts.initContainers.map((container) => setupContainer(container, all));
  const work = steps.map((step, i) =>
    workContainer(stepWork(step, i, workspace), usesAgentImage(step) ? all : withoutTools),
  );
  return hardenedPod(workspace, {
    initContainers: [...setup, ...work.slice(0, -1)],
    containers: work.slice(-1),
    volumes: [...all.parts.volumes, ...scriptVolumes(steps, texts)],
  });
}

/** The tools are made for the agent's image: their PATH and libraries could break any other. */
const usesAgentImage = ({ image }: Step): boolean => image === undefined;

function surroundings({ identity, workspace, params }: StepsInputs, toolsPart: PodPart) {
  const parts = joinParts([...commonParts(identity, workspace), toolsPart, params, ...ownParts(workspace)]);
  return { parts, workspace };
}

function stepWork(step: Step, index: number, workspace: WorkspaceConfigSpec) {
  const { image = agentImageOf(workspace), script, command, args, workingDir, env = [], resources } = step;
  const name = stepName(step, index);
  const run = script === undefined ? { command, args } : scriptWork(script, name);
  return { name, image, workingDir, env: env as V1EnvVar[], resources, ...run };
}
