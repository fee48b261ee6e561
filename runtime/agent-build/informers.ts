import type { AgentBuild } from '../../api/generated/kinds.js';
import { agentBuilds } from '../../api/kinds/agent-build.js';
import { pods, serviceAccounts } from '../../api/kinds/kubernetes.js';
import { pipelineRuns, pipelines, tektonTaskRuns } from '../../api/kinds/tekton.js';
import { LABEL_AGENT_BUILD } from '../../api/labels.js';
import { Informer } from '../../packages/kubernetes-client/cache/informer.js';
import { byLabel } from '../../packages/kubernetes-client/cache/store.js';
import { fitName } from '../../packages/kubernetes-conventions/fit-name.js';
import type { Identified } from '../../packages/kubernetes-conventions/object-key.js';
import type { Informers as AgentInformers } from '../agent/informers.js';
import { type InformerContext, type SharedInformers, whole } from '../caches/shared-informers.js';
import { podFields } from '../pod/project-pod.js';
import type { ObservedAccount, ObservedPipeline } from './observed.js';
import {
  pipelineRunFields,
  projectBuildPod,
  projectPipelineRun,
  projectTektonTaskRun,
  tektonTaskRunFields,
} from './projections.js';

/** Everything the AgentBuild reconciler reads. */
export type Informers = ReturnType<typeof createAgentBuildInformers> &
  Pick<SharedInformers, 'warnings'> &
  Pick<AgentInformers, 'agents'>;

/** What it alone reads. Of all kinds but AgentBuilds only those with an AgentBuild's label are ever sent. */
export function createAgentBuildInformers(context: InformerContext) {
  const ofBuilds = { ...context, labelSelector: LABEL_AGENT_BUILD };
  const indexes = { byBuild: byLabel(LABEL_AGENT_BUILD) };
  return {
    agentBuilds: new Informer({
      ...context,
      resource: agentBuilds,
      project: whole<AgentBuild>,
      indexes: { byLabelValue, byAgentName },
    }),
    buildAccounts: new Informer({
      ...ofBuilds,
      resource: serviceAccounts,
      project: whole<ObservedAccount>,
      indexes: {},
    }),
    pipelines: new Informer({ ...ofBuilds, resource: pipelines, project: whole<ObservedPipeline>, indexes: {} }),
    pipelineRuns: new Informer({
      ...ofBuilds,
      resource: pipelineRuns,
      fields: pipelineRunFields,
      project: projectPipelineRun,
      indexes,
    }),
    tektonTaskRuns: new Informer({
      ...ofBuilds,
      resource: tektonTaskRuns,
      fields: tektonTaskRunFields,
      project: projectTektonTaskRun,
      indexes,
    }),
    buildPods: new Informer({ ...ofBuilds, resource: pods, fields: podFields, project: projectBuildPod, indexes }),
  };
}

/** The informers of the kinds that Tekton brings: the API server may lack them. */
export const ofTekton = ({
  pipelines,
  pipelineRuns,
  tektonTaskRuns,
}: Pick<Informers, 'pipelines' | 'pipelineRuns' | 'tektonTaskRuns'>) => [pipelines, pipelineRuns, tektonTaskRuns];

/** The key under which `byLabel` files what belongs to an AgentBuild. */
export const buildLabelKey = ({ metadata }: Identified): string => `${metadata.namespace}/${fitName(metadata.name)}`;

/** The name of the Agent that an AgentBuild deploys, if it deploys one. */
export const agentNameOf = ({ metadata, spec }: AgentBuild): string => spec.agent?.name ?? metadata.name;

const byLabelValue = (build: AgentBuild): string[] => [buildLabelKey(build)];

const byAgentName = (build: AgentBuild): string[] => [`${build.metadata.namespace}/${agentNameOf(build)}`];
