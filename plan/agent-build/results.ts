import type { TaskResult } from './tekton-objects.js';

/** Those of the run have the names that Tekton Chains looks for. Source: https://tekton.dev/docs/chains/slsa-provenance/ */
const descriptions = {
  'CHAINS-GIT_URL': 'The repository.',
  'CHAINS-GIT_COMMIT': 'The commit that was pulled.',
  IMAGE_URL: 'The image, with its tag.',
  IMAGE_DIGEST: 'The digest of the image.',
  error: 'Why the task failed.',
};

export type ResultName = keyof typeof descriptions;

/** As a task or a Pipeline declares it. */
export const result = (name: ResultName): TaskResult & { readonly description: string } => ({
  name,
  type: 'string',
  description: descriptions[name],
});

/** The file that a step writes the result to. */
export const resultFile = (name: ResultName): string => `$(results.${name}.path)`;
