import type { FieldError } from '../../packages/structural-schema/field-error.js';
import { batchRunProblems } from '../batch-run/problems.js';
import type { Composition } from './composition.js';
import { compositionInputs } from './composition-inputs.js';
import type { ObjectProblem } from './object-problem.js';
import { soundPart } from './sound-part.js';

/** What the planner says about objects planned together, each problem at the object whose field it is. */
export function compositionProblems(composition: Composition): ObjectProblem[] {
  const { run, batch, workspace } = composition;
  if (workspace && !batch && !run) return workspaceProblems(composition);
  const inputs = compositionInputs(composition);
  const source = batch ?? run;
  if (!inputs || !source) return [];
  const spec = soundPart(inputs.batch.spec, source.errors, batch ? 'spec' : 'spec.batchSpec');
  if (!spec || (!run && spec.variableContexts?.length === 0)) return [];
  const sound = workspace && workspace.errors.length > 0 ? {} : inputs.workspace;
  const errors = batchRunProblems({ ...inputs, batch: { ...inputs.batch, spec }, workspace: sound });
  return errors.flatMap((error) => attribute(error, composition));
}

/** Planned with one task that has nothing of its own. */
function workspaceProblems(composition: Composition): ObjectProblem[] {
  const { workspace } = composition;
  if (!workspace || workspace.errors.length > 0) return [];
  const inputs = {
    run: { name: 'run' },
    batch: { spec: { variableContexts: [[]] } },
    workspace: workspace.stored.spec,
  };
  return batchRunProblems(inputs).flatMap((error) => attribute(error, composition));
}

const workspacePrefix = 'WorkspaceConfig.';

/** The planner names fields from the Batch's point of view; this finds whose they are. */
function attribute(error: FieldError, { run, batch, workspace }: Composition): ObjectProblem[] {
  const { path } = error;
  if (path.startsWith(workspacePrefix)) return problemOf(workspace, error, path.slice(workspacePrefix.length));
  if (path === 'metadata.name') return [];
  if (batch) return problemOf(batch, error, path);
  return problemOf(run, error, path.replace(/^spec\b/, 'spec.batchSpec'));
}

const problemOf = (
  owner: Composition['run' | 'batch' | 'workspace'],
  error: FieldError,
  path: string,
): ObjectProblem[] => (owner ? [{ object: owner.object, error: { ...error, path } }] : []);
