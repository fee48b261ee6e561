import type { BuildState } from '../build-state.js';

/**
 * The state of a build while the API server lacks a kind of Tekton's. It heals when Tekton is installed.
 *
 * @source https://tekton.dev/docs/installation/pipelines/
 */
export const tektonMissing = (absentKinds: readonly string[]): BuildState => ({
  phase: 'Pending',
  reason: 'TektonNotInstalled',
  message: `the API server has no ${absentKinds.join(', ')} in version v1; install Tekton Pipelines: ${INSTALL}`,
});

const INSTALL = 'kubectl apply -f https://infra.tekton.dev/tekton-releases/pipeline/latest/release.yaml';
