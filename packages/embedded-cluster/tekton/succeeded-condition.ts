import type { Condition } from '../../kubernetes-conventions/kubernetes-object.js';
import { timestamp } from '../timestamp.js';

/** The one condition that Tekton's runs have, in its reasons and words. */
export interface RunCondition {
  readonly status: Condition['status'];
  readonly reason: string;
  readonly message: string;
}

interface WithConditions {
  readonly conditions?: readonly Condition[];
}

/** `Succeeded`, with the time of the last change of its status kept. */
export function succeededCondition(
  observed: WithConditions | undefined,
  condition: RunCondition,
  now: string,
): Condition {
  const before = conditionOf(observed);
  const lastTransitionTime = before?.status === condition.status ? before.lastTransitionTime : now;
  return { type: 'Succeeded', ...condition, lastTransitionTime };
}

export const conditionOf = (status: WithConditions | undefined): Condition | undefined =>
  status?.conditions?.find(({ type }) => type === 'Succeeded');

export const isOver = (status: WithConditions | undefined): boolean =>
  (conditionOf(status)?.status ?? 'Unknown') !== 'Unknown';

export const running = (reason: string, message: string): RunCondition => ({ status: 'Unknown', reason, message });
export const failed = (reason: string, message: string): RunCondition => ({ status: 'False', reason, message });
export const succeeded = (reason: string, message: string): RunCondition => ({ status: 'True', reason, message });

/** The same status, but over. */
export const endedWith = <Status extends WithConditions>(
  status: Status,
  condition: RunCondition,
  nowMilliseconds: number,
): Status => {
  const now = timestamp(nowMilliseconds);
  return { ...status, conditions: [succeededCondition(status, condition, now)], completionTime: now };
};

/** The same status, with a notice at the end of what its conditions say; once, however often it is asked for. */
export function withNotice<Status extends WithConditions>(status: Status, notice: string): Status {
  const { conditions = [] } = status;
  const noted = conditions.map((condition) =>
    condition.message.endsWith(notice) ? condition : { ...condition, message: `${condition.message}; ${notice}` },
  );
  return conditions.length === 0 ? status : { ...status, conditions: noted };
}
