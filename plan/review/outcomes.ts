import { immutableChanges, isReplacedOnChange } from '../manifest/change/immutable-changes.js';
import { isEqual } from './is-equal.js';
import type { RunOrigin, TaskOutcome } from './plan-review.js';
import type { ReviewedTask } from './reviewed-task.js';
import { identityOf, type Side } from './side.js';

/** What decides the outcome of a task that is there after the change. */
export interface TaskFacts {
  readonly after: ReviewedTask;
  /** The same task for people. */
  readonly before: ReviewedTask | undefined;
  readonly origin: RunOrigin;
  /** Whether the run was there before. */
  readonly isKnownRun: boolean;
  /** Whether the tasks before belong to a run, and not to a template alone. */
  readonly hasRun: boolean;
  readonly reuses: boolean;
  /** Keys that are known to have succeeded. */
  readonly succeeded: ReadonlySet<string>;
  /** All objects as they were. */
  readonly side: Side;
}

export function outcomeOf(facts: TaskFacts): TaskOutcome {
  if (facts.origin === 'Assumed') return assumedOutcome(facts);
  const inPlace = facts.side.objects.get(identityOf(facts.after.object));
  const isReal = inPlace !== undefined && inPlace.origin !== 'Assumed';
  if (isReal && isEqual(inPlace.object, facts.after.object)) return 'Unchanged';
  // A controller does not change a Job or Pod that it has created.
  if (facts.origin === 'Planned' && facts.isKnownRun) return 'Held';
  if (!isReal) return newObjectOutcome(facts);
  if (immutableChanges(inPlace.object, facts.after.object).length === 0) return 'Unchanged';
  return isReplacedOnChange(facts.after.object) ? 'Replaced' : 'Refused';
}

function newObjectOutcome({ before, after, reuses, succeeded }: TaskFacts): TaskOutcome {
  const isKnown = before?.key === after.key || succeeded.has(after.key);
  if (reuses && after.key !== '' && isKnown) return 'Reused';
  return before ? 'Rerun' : 'Added';
}

/** No run is there yet: it is the work that counts. */
function assumedOutcome({ before, after, hasRun }: TaskFacts): TaskOutcome {
  if (!before) return 'Added';
  const isSame = hasRun ? before.key === after.key : isEqual(before.pod.spec, after.pod.spec);
  return isSame ? 'Unchanged' : 'Rerun';
}
