import { forbidden } from '../../packages/structural-schema/field-error.js';
import type { Lint } from '../linter/lint.js';

const runs = new Set(['PipelineRun', 'TaskRun']);

/** Source: https://docs.redhat.com/en/documentation/red_hat_openshift_gitops (resources that are excluded by default) */
export const committedPipelineRun: Lint = {
  id: 'committed-pipeline-run',
  reports: 'a PipelineRun or TaskRun of Tekton',
  because: 'OpenShift GitOps never applies it, and a tool that prunes stops it when another replaces it.',
  severity: 'warning',
  check({ apiVersion, kind }) {
    if (!apiVersion.startsWith('tekton.dev/') || !runs.has(kind)) return [];
    const wanted = `OpenShift GitOps excludes ${kind}s by default, and a GitOps tool that prunes stops one that runs when another replaces it; commit the Pipeline and start runs in the cluster`;
    return [forbidden('kind', wanted)];
  },
};
