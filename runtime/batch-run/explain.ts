import type { BatchRunStatus } from '../../api/generated/kinds.js';
import { LABEL_LEDGER, LABEL_OUTCOMES_SHARD } from '../../api/labels.js';
import { withCurrentResults } from '../../api/status/stored-result.js';
import { createFailuresByName } from '../creations/create-failures.js';
import type { ChildFailure } from '../engine/reconcile/act.js';
import type { Report } from '../engine/reconcile/reconcile-once.js';
import type { Decision } from './decision.js';
import type { ObservedBatchRun } from './observed.js';
import { decide } from './reconcile.js';
import { report } from './report.js';
import { holdStatus } from './status.js';
import { followTemplate } from './template/follow-template.js';

/**
 * What the status says after some of the changes of a pass failed: each failure is the reason of its task or of the run.
 *
 * @param seen with the Jobs that the pass has created
 */
export function explain(
  seen: ObservedBatchRun,
  failures: readonly ChildFailure[],
  now: number,
): Report<BatchRunStatus> {
  const observed = followTemplate(seen);
  const createFailures = new Map([...observed.createFailures.byName, ...createFailuresByName(failures)]);
  const decision = decide(observed, createFailures, now);
  const explained = report(observed, withoutCreated(decision), now);
  const held = decision.kind === 'Planned' ? statusWithoutOutcomes(observed, failures, now) : undefined;
  return held ? { ...explained, status: withCurrentResults(held) } : explained;
}

/** `observed` has what the pass created. Of the rest, the status must not say that it exists. */
const withoutCreated = (decision: Decision): Decision =>
  decision.kind === 'Planned' ? { ...decision, next: { ...decision.next, created: [] } } : decision;

/** A ConfigMap with outcomes of the run, or with the tasks of the Batch that have succeeded. */
const isOfOutcomes = (labels = {}): boolean => LABEL_OUTCOMES_SHARD in labels || LABEL_LEDGER in labels;

/**
 * The status when outcomes could not be stored. In a large run a task counts as ended only once its outcome is stored, so
 * the status must not move on.
 */
function statusWithoutOutcomes({ parent }: ObservedBatchRun, failures: readonly ChildFailure[], now: number) {
  const unstored = failures.find(({ change }) => isOfOutcomes(change.object.metadata.labels));
  if (!unstored) return undefined;
  if (unstored.transient && parent.status) return parent.status;
  return holdStatus(parent, { reason: 'CreateFailed', message: unstored.message }, now);
}
