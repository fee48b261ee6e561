import type { Construct } from 'constructs';
import type { BatchRun } from '../api/generated/kinds.js';
import { ANNOTATION_PLAN_HASH } from '../api/labels.js';
import type { KubernetesObject } from '../packages/kubernetes-conventions/kubernetes-object.js';
import { invalid } from '../packages/structural-schema/field-error.js';
import type { BatchRunInputs } from '../plan/batch-run/inputs.js';
import { type BatchRunPlan, planBatchRun } from '../plan/batch-run/plan.js';
import { batchRunInputs, batchRunObjects, missingOf } from '../plan/batch-run/resolve.js';
import type { CheckedObject } from '../plan/manifest/object/checked-object.js';
import { isOwn } from '../plan/manifest/object/own-kind.js';
import { knownObjects } from '../plan/manifest/together/known-objects.js';
import type { Problem } from '../plan/problem.js';
import { emitObject } from './emit-object.js';
import { PlannedObject } from './planned-object.js';

/** A synthesized run must know what it refers to; one whose Jobs are created at run time finds it in the cluster. */
export function unresolvedReferences(run: CheckedRun, objects: readonly CheckedObject[]): Problem[] {
  const known = knownObjects(objects);
  const missing = missingOf(batchRunObjects(run.stored, known));
  if (!missing) return [];
  const { owner, path, name, kind } = missing;
  const wanted = `no such ${kind} is known in the run's namespace, and Jobs are planned only from known objects; add it, or set jobs to runtime`;
  return known.asWritten([{ owner, ...invalid(path, name, wanted) }]);
}

export type CheckedRun = CheckedObject<BatchRun>;

export const isSynthesized = (checked: CheckedObject): checked is CheckedRun =>
  isOwn(checked.object, 'BatchRun') && checked.object.spec?.jobs === 'synthesized';

/**
 * Adds a BatchRun whose Jobs are planned now: the run, then its ConfigMaps, then its Jobs; a task's own ConfigMap before its Job.
 *
 * @throws Error for objects that have problems.
 */
export function emitSynthesizedRun(
  scope: Construct,
  id: string,
  run: CheckedRun,
  objects: readonly CheckedObject[],
): void {
  const { object } = run;
  const inputs = batchRunInputs(batchRunObjects(run.stored, knownObjects(objects)));
  if (!inputs) throw new Error(`Cannot plan BatchRun ${object.metadata.name}: its Batch is not known`);
  const plan = planBatchRun(inputs);
  const annotations = { ...object.metadata.annotations, [ANNOTATION_PLAN_HASH]: plan.hash };
  emitObject(scope, id, { ...object, metadata: { ...object.metadata, annotations } });
  emitPlan(scope, inputs.run, plan);
}

function emitPlan(scope: Construct, { namespace }: BatchRunInputs['run'], { configMaps, tasks }: BatchRunPlan): void {
  const place = namespace === undefined ? {} : { namespace };
  const emitTexts = (texts: readonly KubernetesObject[]) => {
    for (const configMap of texts) {
      const { apiVersion, kind, metadata } = configMap;
      const build = () => configMap;
      new PlannedObject(scope, metadata.name, { apiVersion, kind, name: metadata.name, ...place, build });
    }
  };
  emitTexts(configMaps);
  for (const task of tasks) {
    emitTexts(task.texts());
    const { name } = task;
    new PlannedObject(scope, name, { apiVersion: 'batch/v1', kind: 'Job', name, ...place, build: () => task.job() });
  }
}
