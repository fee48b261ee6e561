import type { Construct } from 'constructs';
import type { BatchRun } from '../api/generated/kinds.js';
import type { KubernetesObject } from '../api/kubernetes-object.js';
import { ANNOTATION_PLAN_HASH } from '../api/labels.js';
import { type FieldError, invalid } from '../api/schema/field-error.js';
import { type BatchRunInputs, type BatchRunPlan, planBatchRun } from '../plan/batch-run.js';
import { checkObject } from '../plan/manifest/checked-object.js';
import { type Composition, compositionOf } from '../plan/manifest/composition.js';
import { compositionInputs } from '../plan/manifest/composition-inputs.js';
import type { ObjectProblem } from '../plan/manifest/object-problem.js';
import { emitObject } from './emit-object.js';
import { PlannedObject } from './planned-object.js';

/** A synthesized run must know what it refers to; one whose Jobs are created at run time finds it in the cluster. */
export function unresolvedReferences(run: BatchRun, objects: readonly KubernetesObject[]): ObjectProblem[] {
  const { batch, workspace } = compositionAmong(run, objects);
  const { batchRef, batchSpec } = run.spec;
  const wanted = (kind: string) =>
    `no such ${kind} is known in the run's namespace, and Jobs are planned only from known objects; add it, or set jobs to runtime`;
  const problem = (object: KubernetesObject, error: FieldError) => [{ object, error }];
  if (batchRef !== undefined && !batch) return problem(run, invalid('spec.batchRef', batchRef, wanted('Batch')));
  const { workspaceConfigRef: name } = batch?.stored.spec ?? batchSpec ?? {};
  if (name === undefined || workspace) return [];
  return batch
    ? problem(batch.object, invalid('spec.workspaceConfigRef', name, wanted('WorkspaceConfig')))
    : problem(run, invalid('spec.batchSpec.workspaceConfigRef', name, wanted('WorkspaceConfig')));
}

/**
 * Adds a BatchRun whose Jobs are planned now: the run, then its ConfigMaps, then its Jobs.
 *
 * @throws Error for objects that have problems.
 */
export function emitSynthesizedRun(
  scope: Construct,
  id: string,
  run: BatchRun,
  objects: readonly KubernetesObject[],
): void {
  const inputs = compositionInputs(compositionAmong(run, objects));
  if (!inputs) throw new Error(`Cannot plan BatchRun ${run.metadata.name}: its Batch is not known`);
  const plan = planBatchRun(inputs);
  const annotations = { ...run.metadata.annotations, [ANNOTATION_PLAN_HASH]: plan.hash };
  emitObject(scope, id, { ...run, metadata: { ...run.metadata, annotations } });
  emitPlan(scope, inputs.run, plan);
}

function compositionAmong(run: BatchRun, objects: readonly KubernetesObject[]): Composition {
  return compositionOf(objects.map(checkObject), { object: run, stored: run, errors: [] });
}

function emitPlan(scope: Construct, { namespace }: BatchRunInputs['run'], { configMaps, tasks }: BatchRunPlan): void {
  const place = namespace === undefined ? {} : { namespace };
  for (const configMap of configMaps) {
    const { apiVersion, kind, metadata } = configMap;
    const build = () => configMap;
    new PlannedObject(scope, metadata.name, { apiVersion, kind, name: metadata.name, ...place, build });
  }
  for (const { name, job } of tasks) {
    new PlannedObject(scope, name, { apiVersion: 'batch/v1', kind: 'Job', name, ...place, build: job });
  }
}
