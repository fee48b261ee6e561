import type { AgentBuildSpec } from '../../api/generated/kinds.js';
import { LABEL_AGENT_BUILD } from '../../api/labels.js';
import { fitName, MAX_NAME_LENGTH } from '../../packages/kubernetes-conventions/fit-name.js';
import type { KubernetesObject, ObjectMeta } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { buildHash } from './build-hash.js';
import { type AgentBuildInputs, imageOf } from './inputs.js';
import { pipelineParams } from './params.js';
import { pipelineResults } from './pipeline-results.js';
import { runAnnotations, runSpec } from './run-spec.js';
import { buildTasks, isSinglePod, WORKSPACE } from './tasks.js';
import type { PipelineSpec, PlannedPipeline, PlannedPipelineRun, PlannedServiceAccount } from './tekton-objects.js';
import { withPlanHash } from './with-plan-hash.js';

export interface AgentBuildPlan {
  /** Hash of what is built; the PipelineRun's name ends in it. */
  readonly hash: string;
  /** Where the image goes, with its tag. */
  readonly image: string;
  readonly serviceAccount: PlannedServiceAccount;
  readonly pipeline: PlannedPipeline;
  readonly pipelineRun: PlannedPipelineRun;
}

/**
 * Plans a build: a ServiceAccount and a Pipeline of its name, and one PipelineRun, the same for the same inputs, byte for
 * byte.
 *
 * @throws Error never; what an API server would refuse is what `agentBuildProblems` and the CRD report
 */
export function planAgentBuild(inputs: AgentBuildInputs): AgentBuildPlan {
  const { name, spec, buildAgain } = inputs;
  const hash = buildHash(spec, buildAgain);
  const runName = `${fitName(name, MAX_NAME_LENGTH - hash.length - 1)}-${hash}`;
  return {
    hash,
    image: imageOf(spec),
    serviceAccount: withPlanHash({
      ...object(inputs, 'v1', 'ServiceAccount', name),
      automountServiceAccountToken: false,
    }),
    pipeline: withPlanHash({ ...object(inputs, 'tekton.dev/v1', 'Pipeline', name), spec: pipelineSpec(spec) }),
    pipelineRun: {
      ...object(inputs, 'tekton.dev/v1', 'PipelineRun', runName, runAnnotations(spec)),
      spec: runSpec(name, spec),
    },
  };
}

const pipelineSpec = (spec: AgentBuildSpec): PipelineSpec => ({
  description: `Builds ${imageOf(spec)} from ${spec.repoUrl}.`,
  params: pipelineParams(spec),
  ...(isSinglePod(spec) ? {} : { workspaces: [workspace] }),
  tasks: buildTasks(spec),
  results: pipelineResults(spec),
});

const workspace = { name: WORKSPACE, description: 'The clone and the image that is made of it.' };

/** The labels of everything that a build consists of; Tekton hands them on to TaskRuns and Pods. */
const labels = (build: string) => ({ [LABEL_AGENT_BUILD]: fitName(build) });

function object(
  { name: build, namespace }: AgentBuildInputs,
  apiVersion: string,
  kind: string,
  name: string,
  more: Pick<ObjectMeta, 'annotations'> = {},
): KubernetesObject {
  const place = namespace === undefined ? {} : { namespace };
  return { apiVersion, kind, metadata: { name, ...place, labels: labels(build), ...more } };
}
