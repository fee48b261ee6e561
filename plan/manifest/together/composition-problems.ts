import { PROMPT_FIELD } from '../../agent-preset/prompt-file.js';
import { type BatchRunObjects, batchRunInputs, plannedProblems } from '../../batch-run/resolve.js';
import { taskCount } from '../../context/listed-task.js';
import type { Problem } from '../../problem.js';
import type { CheckedObject } from '../object/checked-object.js';
import { compositions } from './composition.js';
import type { KnownObjects } from './known-objects.js';
import { validPart } from './valid-part.js';

/** What the planner says about BatchRuns, Batches and WorkspaceConfigs that are planned together. */
export function compositionProblems(objects: readonly CheckedObject[], known: KnownObjects): Problem[] {
  const { runs, templates, workspaces } = compositions(objects, known);
  return [
    ...[
      ...runs,
      // A template without tasks is not finished yet.
      ...templates.filter(({ batch }) => batch?.spec && taskCount(batch.spec) > 0),
    ].flatMap((composition) => problemsOf(composition, known)),
    ...workspaces
      .filter(({ workspace }) => known.errorsOf(workspace).length === 0)
      .flatMap((composition) => problemsOf(composition, known))
      // Its tasks, which bring the prompt, are not known.
      .filter(({ path }) => path !== PROMPT_FIELD),
  ];
}

function problemsOf(composition: BatchRunObjects, known: KnownObjects): Problem[] {
  const { run, batch, workspace } = composition;
  const inputs = batchRunInputs(composition);
  if (!inputs) return [];
  const spec = validPart(inputs.batch.spec, known.errorsOf(batch ?? run), batch ? 'spec' : 'spec.batchSpec');
  if (!spec) return [];
  const valid = known.errorsOf(workspace).length > 0 ? {} : inputs.workspace;
  const problems = plannedProblems(composition, { ...inputs, batch: { ...inputs.batch, spec }, workspace: valid });
  return problems.filter(({ owner, path }) => !known.errorsOf(owner).some((error) => error.path === path));
}
