import type { Batch, BatchRun, WorkspaceConfig } from '../../../api/generated/kinds.js';
import { type BatchRunObjects, batchRunObjects } from '../../batch-run/resolve.js';
import type { CheckedObject } from '../object/checked-object.js';
import { type KnownObjects, ofKind } from './known-objects.js';

/** The objects that are planned together: each is in at least one of the lists. */
export interface Compositions {
  /** Every BatchRun. */
  readonly runs: readonly BatchRunObjects[];
  /** Every Batch that no BatchRun names, with a run as a user might start it. */
  readonly templates: readonly BatchRunObjects[];
  /** Every WorkspaceConfig that nothing uses, with a run of one task that has nothing of its own. */
  readonly workspaces: readonly BatchRunObjects[];
}

/** So each object is validated with all objects that it belongs to, and none is left out. */
export function compositions(objects: readonly CheckedObject[], known: KnownObjects): Compositions {
  const runs = ofKind(objects, 'BatchRun').map(({ stored }) => batchRunObjects(stored, known));
  const named = new Set(runs.map(({ batch }) => batch));
  const templates = ofKind(objects, 'Batch')
    .filter(({ stored }) => !named.has(stored))
    .map(({ stored }) => ({ ...batchRunObjects(runOf(stored), known), batch: stored }));
  const used = new Set([...runs, ...templates].map(({ workspace }) => workspace));
  const workspaces = ofKind(objects, 'WorkspaceConfig')
    .filter(({ stored }) => !used.has(stored))
    .map(({ stored }) => ({ run: emptyRun(stored), workspace: stored }));
  return { runs, templates, workspaces };
}

/** With any value for each parameter. */
const runOf = ({ metadata: { name, namespace }, spec }: Batch): BatchRun => {
  const params = (spec?.params ?? []).map((param) => ({ name: param.name, value: param.default ?? '' }));
  return makeRun(`${name}-run`, namespace, { batchRef: name, ...(params.length > 0 ? { params } : {}) });
};

const emptyRun = ({ metadata: { namespace } }: WorkspaceConfig): BatchRun =>
  makeRun('run', namespace, { batchSpec: { variableContexts: [[]] } });

const makeRun = (name: string, namespace: string | undefined, spec: BatchRun['spec']): BatchRun => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'BatchRun',
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  spec,
});
