import type { ObservedPipelineRun } from '../observed.js';
import { resultOf } from '../tekton/pipeline-run.js';

/** What a PipelineRun that succeeded pushed. */
export interface BuiltImage {
  /** `<repository>@sha256:<64 hex digits>`; undefined when the PipelineRun does not say. */
  readonly image?: string;
  /** The commit it was built from, in hex digits. */
  readonly commit?: string;
}

/**
 * Only the digest comes from the results of the build, and only a valid one. The repository is a parameter of the
 * PipelineRun.
 */
export function builtImage(run: ObservedPipelineRun, repository: string | undefined): BuiltImage {
  const digest = resultOf(run, 'IMAGE_DIGEST') ?? '';
  const commit = resultOf(run, 'CHAINS-GIT_COMMIT') ?? '';
  return {
    ...(repository !== undefined && isDigest.test(digest) && { image: `${repository}@${digest}` }),
    ...(isCommit.test(commit) && { commit }),
  };
}

const isDigest = /^sha256:[0-9a-f]{64}$/;
const isCommit = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

/** The reference without its tag; a port is none. */
export const repositoryOf = (image: string): string => image.replace(/:[^:/]*$/, '');
