import { setupContainers } from '../../../api/containers.js';
import type { BatchSpec } from '../../../api/generated/kinds.js';
import { type FieldError, invalid } from '../../../packages/structural-schema/field-error.js';
import { layeredContexts } from '../../context/layered-contexts.js';
import { listedTask, listedTasks } from '../../context/listed-task.js';
import { plannedRepositories } from '../../context/repository.js';
import type { BatchRunInputs } from '../inputs.js';
import { failureRules, MOST_RULES } from './failure-rules.js';
import { retryRule } from './retry-rule.js';

/** What of `retry` no Job can say. */
export function retryProblems(inputs: BatchRunInputs): FieldError[] {
  const { spec } = inputs.batch;
  return spec.retry ? [...repeatedCodes(spec), ...tooManyRules(inputs)] : [];
}

/** The first rule that matches decides, so a second one for a code would never be asked. */
function repeatedCodes({ retry }: BatchSpec): FieldError[] {
  const first = new Map<number, number>();
  return (retry?.on ?? []).flatMap(({ exitCodes = [] }, rule) =>
    exitCodes.flatMap((code, i) => {
      const earlier = first.get(code);
      if (earlier === undefined) first.set(code, rule);
      if (earlier === undefined || earlier === rule) return [];
      const wanted = `is also a code of spec.retry.on[${earlier}]; give each code once`;
      return [invalid(`spec.retry.on[${rule}].exitCodes[${i}]`, code, wanted)];
    }),
  );
}

/** One rule for each clone, of a policy that has room for 20. */
function tooManyRules({ batch, workspace }: BatchRunInputs): FieldError[] {
  if (!retryRule(batch.spec, 'Clone')) return [];
  const room = MOST_RULES - failureRules(batch.spec, workspace.gitTokens ? [setupContainers.tokens.name] : []).length;
  return listedTasks(batch.spec).flatMap((_, index) => {
    const clones = plannedRepositories(layeredContexts(batch.spec, workspace, index)).length;
    const { path } = listedTask(batch.spec, index);
    const wanted = `has more than the ${room} repositories that a Job with spec.retry of the class Clone has rules for; clone fewer, or leave Clone out`;
    return clones > room ? [invalid(path, `${clones} repositories`, wanted)] : [];
  });
}
