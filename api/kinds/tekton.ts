import type { Resource } from '../../packages/kubernetes-conventions/resource.js';

export const tektonGroup = { group: 'tekton.dev', version: 'v1', namespaced: true } as const;

export const pipelines: Resource = {
  ...tektonGroup,
  plural: 'pipelines',
  kind: 'Pipeline',
  shownAs: 'pipelines.tekton.dev',
};
export const pipelineRuns: Resource = {
  ...tektonGroup,
  plural: 'pipelineruns',
  kind: 'PipelineRun',
  shownAs: 'pipelineruns.tekton.dev',
};
/** Ours are of another group. */
export const tektonTaskRuns: Resource = {
  ...tektonGroup,
  plural: 'taskruns',
  kind: 'TaskRun',
  shownAs: 'taskruns.tekton.dev',
};
