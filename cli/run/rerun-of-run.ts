import { ANNOTATION_RERUN_OF } from '../../api/labels.js';
import { baseName, type NewRun, newRun } from './new-run.js';
import { isBatchRun, type Run } from './run-state.js';

/**
 * A run of the same spec. What was asked of the old one in the meantime (pause, cancel) is not asked of the new one, and
 * its Jobs are created at run time: synthesized ones belong to the old name.
 */
export function rerunOfRun(run: Run): NewRun {
  const { name, namespace = '' } = run.metadata;
  const origin = { [ANNOTATION_RERUN_OF]: name };
  if (isBatchRun(run)) {
    const { batchRef, batchSpec, reuseFrom, taskKeys, keySalt, params } = run.spec;
    const ledger = reuseFrom === undefined ? {} : { reuseFrom };
    const selected = taskKeys === undefined ? {} : { taskKeys };
    const template = batchRef === undefined ? { batchSpec, ...ledger } : { batchRef, ...selected };
    const spec = { ...template, ...(keySalt === undefined ? {} : { keySalt }), ...(params ? { params } : {}) };
    return newRun('BatchRun', nameBase(batchRef, name), namespace, spec, origin);
  }
  const { taskRef, taskSpec, params, timeout } = run.spec;
  const source = taskRef === undefined ? { taskSpec } : { taskRef };
  const spec = { ...source, ...(params ? { params } : {}), ...(timeout === undefined ? {} : { timeout }) };
  return newRun('TaskRun', nameBase(taskRef, name), namespace, spec, origin);
}

/** A run of a template is called after it, however often it is done again. */
const nameBase = (template: string | undefined, name: string): string =>
  template === undefined ? `${baseName(name)}-rerun` : `${template}-run`;
