import { listed } from '../../packages/kubernetes-conventions/sentence.js';
import { formatProblem, type Problem } from '../../plan/problem.js';

/** Objects that cannot be planned before they change. */
export interface InvalidSpec {
  readonly kind: 'InvalidSpec';
  readonly message: string;
}

/** Characters of the problems that a message lists; one mistake may be repeated in thousands of tasks. */
const MAX_PROBLEMS = 8000;

export const invalidSpec = (problems: readonly Problem[]): InvalidSpec => ({
  kind: 'InvalidSpec',
  message: listed(problems.map(formatProblem), MAX_PROBLEMS),
});
