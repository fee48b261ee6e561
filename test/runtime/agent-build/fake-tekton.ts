import type { AgentBuild, AgentBuildSpec } from '../../../api/generated/kinds.js';
import { type LocalApi, readDefinitions } from '../../../packages/embedded-cluster/index.js';
import { taskRunDefinition } from '../../../packages/embedded-cluster/testing.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { clusterTime, eventually, namespace } from '../batch-run/local-cluster.js';

const definitionResource = 'customresourcedefinitions.apiextensions.k8s.io';
export const pipelineRuns = 'pipelineruns.tekton.dev';
const taskRuns = 'taskruns.tekton.dev';
export const agentBuilds = 'agentbuilds.beeai.dev';

const definitions = [...readDefinitions('imports/crds/tekton.dev'), taskRunDefinition];

/** Tekton's kinds, with its own schemas. */
export function installTekton(api: LocalApi): void {
  for (const definition of definitions) api.create(definitionResource, definition);
}

/** Nobody runs what is created: the test says what became of it, as Tekton would. */
export function reportRun(api: LocalApi, name: string, status: object): void {
  const run = api.get(pipelineRuns, namespace, name);
  api.updateStatus(pipelineRuns, {
    ...run,
    ...{ status: { startTime: clusterTime(), ...status } },
  } as KubernetesObject);
}

/** Adds a TaskRun whose one step has failed, pull, to a PipelineRun. */
export function failTask(api: LocalApi, run: string): void {
  const { metadata, spec } = api.get(pipelineRuns, namespace, run) as KubernetesObject & { spec: object };
  const owner = {
    apiVersion: 'tekton.dev/v1',
    kind: 'PipelineRun',
    name: run,
    uid: metadata.uid ?? '',
    controller: true,
  };
  const name = `${run}-pull`;
  const labels = { ...metadata.labels, 'tekton.dev/pipelineTask': 'pull' };
  api.create(taskRuns, {
    ...{
      apiVersion: 'tekton.dev/v1',
      kind: 'TaskRun',
      metadata: { name, namespace, labels, ownerReferences: [owner] },
    },
    ...{ spec },
  });
  const steps = [{ name: 'pull', container: 'step-pull', terminated: { exitCode: 1, reason: 'Error' } }];
  const status = { ...fails('Failed'), podName: `${name}-pod`, steps };
  api.updateStatus(taskRuns, { ...api.get(taskRuns, namespace, name), ...{ status } } as KubernetesObject);
}

const succeeded = (status: string, reason: string, message = '') => ({
  conditions: [{ type: 'Succeeded', status, reason, message, lastTransitionTime: clusterTime() }],
});

export const runs = () => succeeded('Unknown', 'Running');
export const fails = (reason: string, message = '') => ({
  ...succeeded('False', reason, message),
  completionTime: clusterTime(),
});
export const pushes = (digest: string) => ({
  ...succeeded('True', 'Succeeded'),
  completionTime: clusterTime(),
  results: [
    { name: 'IMAGE_DIGEST', value: digest },
    { name: 'CHAINS-GIT_COMMIT', value: 'c'.repeat(40) },
  ],
});

export const makeSpec = (spec: Partial<AgentBuildSpec> = {}): AgentBuildSpec => ({
  repoUrl: 'https://github.com/org/hello.git',
  imageRegistry: 'ghcr.io/org',
  image: 'hello',
  imageTag: 'v1',
  ...spec,
});

export const createBuild = (api: LocalApi, name: string, spec: AgentBuildSpec = makeSpec()): KubernetesObject =>
  api.create(agentBuilds, {
    apiVersion: 'beeai.dev/v1',
    kind: 'AgentBuild',
    metadata: { name, namespace },
    ...{ spec },
  });

export const changeBuild = (api: LocalApi, name: string, spec: Partial<AgentBuildSpec>): KubernetesObject => {
  const build = api.get(agentBuilds, namespace, name) as AgentBuild;
  return api.update(agentBuilds, { ...build, spec: { ...build.spec, ...spec } } as KubernetesObject);
};

/** Resolves with the status of the present spec as soon as it is so. */
export async function buildStatus(
  api: LocalApi,
  name: string,
  holds: (status: NonNullable<AgentBuild['status']>) => boolean,
) {
  const { status } = await eventually<AgentBuild>(
    api,
    agentBuilds,
    name,
    ({ metadata, status: one }) => one?.observedGeneration === metadata.generation && holds(one ?? {}),
  );
  return status ?? {};
}

export const whenReason = (api: LocalApi, name: string, reason: string) =>
  buildStatus(api, name, ({ conditions = [] }) =>
    conditions.some((condition) => condition.type === 'Ready' && condition.reason === reason),
  );

/** Resolves with the name of the PipelineRun of the present spec, when it is there. */
export async function whenStarted(api: LocalApi, name: string): Promise<string> {
  const { pipelineRunName = '' } = await buildStatus(api, name, (status) => status.pipelineRunName !== undefined);
  return pipelineRunName;
}

export const runNames = (api: LocalApi, build: string): string[] =>
  api
    .list(pipelineRuns, { namespace, labelSelector: `beeai.dev/agent-build=${build}` })
    .map(({ metadata }) => metadata.name);
