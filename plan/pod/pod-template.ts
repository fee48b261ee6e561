import type { V1Affinity, V1Container, V1EnvVar, V1PodSpec, V1ResourceRequirements } from '@kubernetes/client-node';
import type { WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import type { PlannedFile } from '../context/file.js';
import type { PlannedRepository } from '../context/repository.js';
import type { PackedTexts } from '../context/text-config-maps.js';
import { caBundle } from './ca-bundle.js';
import { clones } from './clones.js';
import { contextFiles } from './context-files.js';
import { contractEnv, type TaskIdentity } from './contract-env.js';
import { credentials } from './credentials.js';
import { DEFAULT_WORKSPACE_DIR, RESULT_PATH } from './paths.js';
import { joinParts, type PodPart } from './pod-part.js';
import { proxy } from './proxy.js';
import { containerSecurity, podSecurity } from './security.js';
import { tools } from './tools.js';
import { workspaceVolumes } from './workspace-volumes.js';

/** The agent when no WorkspaceConfig names one: it prints its contexts and changes nothing. */
export const DEFAULT_AGENT_IMAGE = 'ghcr.io/kubetask/echo-agent:v0.1.0';

/** The container that decides about the task's outcome. */
export const AGENT_CONTAINER = 'agent';

const DEFAULT_GRACE_SECONDS = 30;

/** Everything the Pod of one task is made of. */
export interface TaskInputs {
  readonly identity: TaskIdentity;
  readonly files: readonly PlannedFile[];
  readonly repositories: readonly PlannedRepository[];
  readonly texts: PackedTexts;
  readonly workspace: WorkspaceConfigSpec;
}

/** The Pod of one task: the sum of its features, under Pod Security `restricted` and with no API token. */
export function taskPodSpec(inputs: TaskInputs): V1PodSpec {
  const { workspace } = inputs;
  const { scheduling, imagePullSecrets, runtimeClassName, serviceAccountName } = workspace;
  const parts = joinParts(podParts(inputs));
  return {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: workspace.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS,
    securityContext: podSecurity(workspace.securityContext),
    initContainers: parts.initContainers.map((container) => initContainer(container, parts, workspace)),
    containers: [agentContainer(parts, workspace)],
    volumes: [...parts.volumes],
    ...(serviceAccountName ? { serviceAccountName } : {}),
    ...(runtimeClassName ? { runtimeClassName } : {}),
    ...(imagePullSecrets ? { imagePullSecrets } : {}),
    ...(scheduling?.nodeSelector ? { nodeSelector: scheduling.nodeSelector } : {}),
    ...(scheduling?.tolerations ? { tolerations: scheduling.tolerations } : {}),
    ...(scheduling?.affinity ? { affinity: scheduling.affinity as V1Affinity } : {}),
  };
}

/** In the order of the init containers: tools, clones, then files, which may lie inside a clone. */
function podParts({ identity, files, repositories, texts, workspace }: TaskInputs): PodPart[] {
  const workspaceDir = workspace.workspaceDir ?? DEFAULT_WORKSPACE_DIR;
  const image = workspace.initImage ?? agentImage(workspace);
  return [
    contractEnv(identity),
    workspaceVolumes(workspaceDir),
    proxy(workspace.proxy),
    caBundle(workspace.caBundle),
    tools(workspace.toolsImage),
    clones(repositories, workspaceDir, image),
    contextFiles(files, texts, workspaceDir, image),
    { agentEnv: (workspace.env ?? []) as V1EnvVar[] },
    credentials(workspace.credentials ?? []),
  ];
}

const agentImage = ({ agentImage: image }: WorkspaceConfigSpec): string => image ?? DEFAULT_AGENT_IMAGE;

/** What every container of the Pod shares. */
function surroundings({ env, mounts }: Required<PodPart>, { resources }: WorkspaceConfigSpec) {
  return { env, mounts, resources: resources ? { resources: resources as V1ResourceRequirements } : {} };
}

function initContainer(container: V1Container, parts: Required<PodPart>, workspace: WorkspaceConfigSpec): V1Container {
  const { env, mounts, resources } = surroundings(parts, workspace);
  return {
    ...container,
    imagePullPolicy: 'IfNotPresent',
    env: [...env, ...(container.env ?? [])],
    volumeMounts: [...mounts, ...(container.volumeMounts ?? [])],
    ...resources,
    securityContext: containerSecurity(true),
  };
}

function agentContainer(parts: Required<PodPart>, workspace: WorkspaceConfigSpec): V1Container {
  const { env, mounts, resources } = surroundings(parts, workspace);
  return {
    name: AGENT_CONTAINER,
    image: agentImage(workspace),
    imagePullPolicy: 'IfNotPresent',
    ...(workspace.command ? { command: workspace.command } : {}),
    ...(workspace.args ? { args: workspace.args } : {}),
    workingDir: workspace.workspaceDir ?? DEFAULT_WORKSPACE_DIR,
    env: lastWins([...env, ...parts.agentEnv]),
    volumeMounts: [...mounts, ...parts.agentMounts],
    terminationMessagePath: RESULT_PATH,
    ...resources,
    securityContext: containerSecurity(workspace.readOnlyRootFilesystem ?? true),
  };
}

/** A user's HOME, PATH or proxy replaces ours; a Pod may not name a variable twice. */
const lastWins = (env: readonly V1EnvVar[]): V1EnvVar[] =>
  env.filter(({ name }, i) => !env.slice(i + 1).some((other) => other.name === name));
