import { deliveredBy } from '../../api/gitops/delivered-by.js';
import type { ObjectMeta } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { isBatchRun, type Named } from './run-state.js';

/**
 * Why a change by hand would not last or would be reverted: the run is delivered from Git. Undefined for any other run.
 */
export function gitOwner(run: Named): string | undefined {
  const tool = gitTool(run.metadata);
  if (tool) return tool;
  if (isBatchRun(run) && run.spec.jobs === 'synthesized') {
    return 'its Jobs are synthesized and applied with it, so the next apply may revert your change';
  }
  return undefined;
}

/** The same of an object of any kind. */
export function gitTool(metadata: ObjectMeta): string | undefined {
  const tool = deliveredBy(metadata);
  return tool && `${tool} manages it from Git, and may revert your change`;
}
