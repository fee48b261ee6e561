import { ageText } from '../output/age-text.js';
import type { Check } from './check.js';

/** The fields of a run that show whether a controller observes it. */
export interface SeenRun {
  /** `BatchRun`; an Agent counts, too. */
  readonly kind: string;
  /** `batchrun/x in default`. */
  readonly place: string;
  readonly created: string;
  readonly generation: number;
  /** -1 before the first look. */
  readonly observedGeneration: number;
  /** Why it does not continue until somebody changes something. Absent for any other run. */
  readonly stalled?: string;
}

/** A controller that runs looks at a new run within a second or two; this allows for a restart. */
const patienceSeconds = 60;

/**
 * Whether a controller is working, by the statuses that it writes, wherever it runs and whatever its name is.
 *
 * @param runs undefined when we may not list them
 */
export function examineController(runs: readonly SeenRun[] | undefined, now: number): Check {
  const title = 'controller';
  if (!runs)
    return { title, state: 'unknown', detail: 'you are not allowed to list runs, which show whether it is working' };
  if (runs.length === 0) {
    const detail = 'there are no runs that could show whether it is working';
    return {
      title,
      state: 'unknown',
      detail,
      fix: ['start a run with kubectl task start <task>, then run kubectl task doctor again'],
    };
  }
  const neglected = runs.filter((run) => isNeglected(run, now)).sort((a, b) => (a.created < b.created ? 1 : -1));
  const [newest] = neglected;
  if (!newest) return { title, state: 'good', detail: `has observed all ${runs.length} runs` };
  return {
    title,
    state: 'bad',
    detail: `${newest.place} was created ${ageText(newest.created, now)} ago and no controller has observed it (${neglected.length} of ${runs.length} runs)`,
    fix: [
      'is it installed and running? kubectl get deployments -A -l app.kubernetes.io/name=kubetask',
      'does it watch this namespace? a controller with a Role watches only its own namespace',
    ],
  };
}

const isNeglected = ({ created, generation, observedGeneration }: SeenRun, now: number): boolean =>
  observedGeneration < generation && now - Date.parse(created) > patienceSeconds * 1000;
