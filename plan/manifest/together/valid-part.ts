import type { BatchSpec, Context } from '../../../api/generated/kinds.js';
import type { FieldError } from '../../../packages/structural-schema/field-error.js';

/** Passed over by the planner, and keeps the places of its neighbours. */
const nothing: Context = { type: 'File' };

/**
 * A batch less the contexts that are wrong in themselves, so that problems between the others are found in the same
 * go; undefined when so much is wrong that nothing can be said.
 */
export function validPart(spec: BatchSpec, errors: readonly FieldError[], at = 'spec'): BatchSpec | undefined {
  if (errors.length === 0) return spec;
  const broken = new Set(errors.map(({ path }) => contextPath(path, at)));
  if (broken.has(undefined)) return undefined;
  const valid = (contexts: readonly Context[] | undefined, path: string) =>
    (contexts ?? []).map((context, i) => (broken.has(`${path}[${i}]`) ? nothing : context));
  return {
    ...spec,
    commonContext: valid(spec.commonContext, `${at}.commonContext`),
    variableContexts: (spec.variableContexts ?? []).map((task, i) => valid(task, `${at}.variableContexts[${i}]`)),
    ...(spec.tasks && {
      tasks: spec.tasks.map((task, i) => ({ ...task, contexts: valid(task.contexts, `${at}.tasks[${i}].contexts`) })),
    }),
  };
}

/** The context an error belongs to; undefined when it spoils their lists. Errors elsewhere are of no concern here. */
function contextPath(path: string, at: string): string | undefined {
  const below = path.startsWith(`${at}.`) ? path.slice(at.length) : '';
  const context = /^\.(commonContext\[\d+\]|variableContexts\[\d+\]\[\d+\]|tasks\[\d+\]\.contexts\[\d+\])/.exec(below);
  if (context) return `${at}${context[0]}`;
  const elsewhere = path.startsWith('metadata') || /^\.(?!commonContext|variableContexts|tasks)/.test(below);
  return elsewhere ? 'elsewhere' : undefined;
}
