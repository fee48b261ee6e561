import type { WorkspaceConfigSpec } from '../../../api/generated/kinds.js';
import { LABEL_BATCH_RUN } from '../../../api/labels.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { AgentPreset } from '../../../plan/agent-preset/preset.js';

/** What the agents of the files are replaced by. */
export interface PresetChoice {
  readonly preset: AgentPreset;
  /** Base URL of a stub that is the model. @default the provider's own */
  readonly stubUrl?: string;
}

type WithSpec = KubernetesObject & { readonly spec?: object };

/**
 * The objects with another agent: every WorkspaceConfig runs the preset, and namespaces without a default one get it. Jobs
 * that were synthesized have the agent in them, so they are planned again by the reconciler.
 */
export function withPreset(
  objects: readonly KubernetesObject[],
  choice: PresetChoice,
  usualNamespace: string,
): KubernetesObject[] {
  const kept = objects.filter((object) => !isPlanned(object)).map((object) => changed(object, choice));
  return [...missingDefaults(kept, usualNamespace).map((namespace) => defaultConfig(namespace, choice)), ...kept];
}

const isPlanned = ({ kind, metadata }: KubernetesObject): boolean =>
  (kind === 'Job' || kind === 'ConfigMap') && metadata.labels?.[LABEL_BATCH_RUN] !== undefined;

function changed(object: WithSpec, choice: PresetChoice): KubernetesObject {
  if (isOf(object, 'WorkspaceConfig')) return { ...object, ...{ spec: presetSpec(object.spec ?? {}, choice) } };
  if (isOf(object, 'BatchRun')) return { ...object, ...{ spec: { ...object.spec, jobs: 'runtime' } } };
  return object;
}

const isOf = ({ apiVersion, kind }: KubernetesObject, wanted: string): boolean =>
  apiVersion.startsWith('kubetask.io/') && kind === wanted;

/** Of what the WorkspaceConfig says of its agent, only what is of the same preset is kept. */
function presetSpec(spec: WorkspaceConfigSpec, { preset, stubUrl }: PresetChoice): WorkspaceConfigSpec {
  const { command: _, args: __, agentImage: ___, agent, env = [], credentials = [], ...others } = spec;
  const own = agent?.preset === preset.name ? agent : { preset: preset.name };
  if (stubUrl === undefined) return { ...others, agent: own, env, credentials };
  const variables = Object.entries(preset.stubEnv(stubUrl));
  // A key of the provider is neither needed nor there.
  const replaced = new Set([...variables.map(([name]) => name), ...preset.credentials.map((one) => one.env)]);
  return {
    ...others,
    agent: { ...own, model: 'stub-model', permissions: 'all' },
    env: [...env.filter(({ name }) => !replaced.has(name)), ...variables.map(([name, value]) => ({ name, value }))],
    credentials: credentials.filter(({ env: name }) => name === undefined || !replaced.has(name)),
  };
}

const runners = ['Batch', 'BatchRun', 'Task', 'TaskRun'];

function missingDefaults(objects: readonly KubernetesObject[], usual: string): string[] {
  const namespaceOf = ({ metadata }: KubernetesObject) => metadata.namespace ?? usual;
  const wanted = objects.filter((object) => runners.some((kind) => isOf(object, kind))).map(namespaceOf);
  const given = objects.filter((object) => isOf(object, 'WorkspaceConfig') && object.metadata.name === 'default');
  const have = new Set(given.map(namespaceOf));
  return [...new Set(wanted)].filter((namespace) => !have.has(namespace));
}

const defaultConfig = (namespace: string, choice: PresetChoice): KubernetesObject => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'WorkspaceConfig',
  metadata: { name: 'default', namespace },
  ...{ spec: presetSpec({}, choice) },
});
