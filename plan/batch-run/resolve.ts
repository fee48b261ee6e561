import type { Batch, BatchRun, BatchSpec, WorkspaceConfig } from '../../api/generated/kinds.js';
import { attributed, type Owners, type Problem } from '../problem.js';
import { type MissingReference, missingWorkspace, type Resolution, validated } from '../resolution.js';
import { workspaceConfigNameOf } from '../workspace-config-name.js';
import type { BatchRunInputs } from './inputs.js';
import { withRunParams } from './params.js';
import { batchRunProblems } from './problems.js';
import { taskKeyProblems, withSelectedTasks } from './selected-tasks.js';

/** A run and what it refers to, as far as it is there. */
export interface BatchRunObjects {
  readonly run: BatchRun;
  /** The one that `batchRef` names; undefined for an inline spec. */
  readonly batch?: Batch | undefined;
  /** The one that the spec names, else the one named `default`. */
  readonly workspace?: WorkspaceConfig | undefined;
}

/** Finds what runs refer to: in caches, or among the objects of a file. Pure. */
export interface BatchRunLookup {
  batch(name: string, namespace: string | undefined): Batch | undefined;
  workspace(name: string, namespace: string | undefined): WorkspaceConfig | undefined;
}

/** A run with what it refers to, in its own namespace. */
export function batchRunObjects(run: BatchRun, lookup: BatchRunLookup): BatchRunObjects {
  const { namespace } = run.metadata;
  const { batchRef } = run.spec ?? {};
  const batch = batchRef === undefined ? undefined : lookup.batch(batchRef, namespace);
  const spec = specOf({ run, batch });
  return { run, batch, workspace: spec && lookup.workspace(workspaceConfigNameOf(spec), namespace) };
}

/** The inline one, or that of the Batch; undefined when the Batch is not there. */
export const specOf = ({ run, batch }: BatchRunObjects): BatchSpec | undefined => run.spec?.batchSpec ?? batch?.spec;

/** The first object that is referred to and is not there. The WorkspaceConfig named `default` need not be. */
export function missingOf(objects: BatchRunObjects): MissingReference | undefined {
  const spec = specOf(objects);
  if (!spec) return missingBatch(objects.run);
  return objects.workspace ? undefined : missingWorkspace(spec, ownersOf(objects));
}

const missingBatch = (run: BatchRun): MissingReference => ({
  kind: 'Batch',
  name: run.spec?.batchRef ?? '',
  owner: run,
  path: 'spec.batchRef',
});

/** What the run is planned from, before it selects tasks; undefined when its Batch is not there. */
export function batchRunInputs(objects: BatchRunObjects): BatchRunInputs | undefined {
  const { run, batch, workspace } = objects;
  const spec = specOf(objects);
  if (!spec) return undefined;
  const { name, namespace } = run.metadata;
  const { jobs, maxConcurrency, keySalt, params, reuseFrom, taskKeys } = run.spec;
  return {
    run: {
      name,
      ...(namespace ? { namespace } : {}),
      ...(jobs ? { jobs } : {}),
      ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
      ...(keySalt === undefined ? {} : { keySalt }),
      ...(params === undefined ? {} : { params }),
      ...(reuseFrom === undefined ? {} : { reuseFrom }),
      ...(taskKeys === undefined ? {} : { taskKeys }),
    },
    batch: { ...(batch ? { name: batch.metadata.name } : {}), spec: withRunParams(spec, params) },
    workspace: workspace?.spec ?? {},
  };
}

/** What prevents the plan, each problem at the object that holds the field. The objects have the right shape. */
export function plannedProblems(objects: BatchRunObjects, inputs: BatchRunInputs): Problem[] {
  const problems = batchRunProblems(inputs);
  return attributed(problems.length > 0 ? problems : taskKeyProblems(inputs), ownersOf(objects));
}

/** The inputs of the planner, or why there are none. Pure, deterministic, and never throws. */
export function resolveBatchRun(objects: BatchRunObjects): Resolution<BatchRunInputs> {
  const { run, batch, workspace } = objects;
  const inputs = batchRunInputs(objects);
  const missing = missingOf(objects);
  if (missing || !inputs) return { kind: 'Missing', missing: missing ?? missingBatch(run) };
  const found = validated([run, batch, workspace], inputs, () => plannedProblems(objects, inputs));
  return found.kind === 'Resolved' ? { ...found, inputs: withSelectedTasks(found.inputs) } : found;
}

/** Whose fields the planner's problems name. */
const ownersOf = ({ run, batch, workspace }: BatchRunObjects): Owners =>
  batch
    ? { run, template: batch, workspace, templatePath: 'spec' }
    : { run, template: run, workspace, templatePath: 'spec.batchSpec' };
