import { plainText } from '../../packages/kubernetes-conventions/plain-text.js';
import type { Condition, Phase } from '../generated/kinds.js';

/** The state of a run of any kind. */
interface State {
  readonly phase: Phase;
  /** PascalCase. */
  readonly reason: string;
  readonly message: string;
  /** It does not continue until an object changes, although it is not finished. @default false */
  readonly isStalled?: boolean | undefined;
}

type Statuses = Readonly<Record<string, Condition['status']>>;

const inProgress: Statuses = { Ready: 'False', Reconciling: 'True', Succeeded: 'Unknown' };
const stalled: Statuses = { Ready: 'False', Stalled: 'True', Succeeded: 'Unknown' };
const failed: Statuses = { Ready: 'False', Stalled: 'True', Succeeded: 'False' };

/** What kstatus and `kubectl wait` read. A condition that is not named is absent. */
const statuses: Readonly<Record<Phase, Statuses>> = {
  Pending: inProgress,
  Running: inProgress,
  Paused: inProgress,
  Succeeded: { Ready: 'True', Succeeded: 'True' },
  Failed: failed,
  Cancelled: failed,
};

/** The conditions of a state. `lastTransitionTime` is `time`, or the previous one while the status has not changed. */
export function conditionsOf(
  { phase, reason, message: text, isStalled = false }: State,
  previous: readonly Condition[],
  { observedGeneration, time }: { readonly observedGeneration: number; readonly time: string },
): Condition[] {
  const message = plainText(text);
  return Object.entries(isStalled ? stalled : statuses[phase]).map(([type, status]) => {
    const known = previous.find((condition) => condition.type === type);
    const lastTransitionTime = known?.status === status ? known.lastTransitionTime : time;
    return { type, status, reason, message, lastTransitionTime, observedGeneration };
  });
}
