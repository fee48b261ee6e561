import type { V1Container, V1EnvVar, V1ObjectMeta, V1PodTemplateSpec } from '@kubernetes/client-node';
import type { AgentSpec, EnvVar } from '../../api/generated/kinds.js';
import { ANNOTATION_CONFIG_CHECKSUM, ANNOTATION_RESTARTED_AT } from '../../api/labels.js';
import { canonicalResources } from '../pod/canonical-resources.js';
import { hardenedPod } from '../pod/hardened-pod.js';
import { HOME_DIR, TEMPORARY_DIR } from '../pod/paths.js';
import { containerSecurity } from '../pod/security.js';
import { type AgentInputs, portOf } from './inputs.js';
import { agentLabels } from './labels.js';
import { PORT_NAME, probes } from './probes.js';

/** The container that is the agent. */
const CONTAINER = 'agent';

/** The folders that any UID may write. */
const writable = [
  { name: 'home', mountPath: HOME_DIR },
  { name: 'tmp', mountPath: TEMPORARY_DIR },
];

/** One agent's Pod: under Pod Security `restricted`, as whatever UID, started again whenever it ends. */
export function agentPodTemplate(inputs: AgentInputs): V1PodTemplateSpec {
  const { spec } = inputs;
  const { initContainers: _, ...pod } = hardenedPod(spec, {
    initContainers: [],
    containers: [agentContainer(spec)],
    volumes: writable.map(({ name }) => ({ name, emptyDir: {} })),
  });
  return {
    metadata: { labels: agentLabels(inputs), ...annotationsOf(inputs) },
    spec: { ...pod, restartPolicy: 'Always' },
  };
}

/** Each of them replaces the Pods when it changes. */
function annotationsOf({ configChecksum, restartedAt }: AgentInputs): Pick<V1ObjectMeta, 'annotations'> {
  const annotations = {
    ...(configChecksum && { [ANNOTATION_CONFIG_CHECKSUM]: configChecksum }),
    ...(restartedAt && { [ANNOTATION_RESTARTED_AT]: restartedAt }),
  };
  return Object.keys(annotations).length === 0 ? {} : { annotations };
}

function agentContainer(spec: AgentSpec): V1Container {
  const { image, command, args, env = [], resources, readOnlyRootFilesystem } = spec;
  return {
    name: CONTAINER,
    image,
    imagePullPolicy: 'IfNotPresent',
    ...(command ? { command: [...command] } : {}),
    ...(args ? { args: [...args] } : {}),
    ports: [{ name: PORT_NAME, containerPort: portOf(spec), protocol: 'TCP' }],
    env: [...ownEnv(spec, env), ...(env as V1EnvVar[])],
    ...(resources ? { resources: canonicalResources(resources) } : {}),
    ...probes(spec),
    volumeMounts: writable.map((mount) => ({ ...mount })),
    securityContext: containerSecurity(readOnlyRootFilesystem ?? true),
  };
}

/** First, so that later variables may refer to them; a user's own of the same name replaces ours. */
function ownEnv(spec: AgentSpec, env: readonly EnvVar[]): V1EnvVar[] {
  const own = [
    { name: 'HOME', value: HOME_DIR },
    { name: 'PORT', value: String(portOf(spec)) },
  ];
  return own.filter(({ name }) => !env.some((variable) => variable.name === name));
}
