import { agentExplanations } from './agent.js';
import { agentBuildExplanations, deployedExplanations } from './agent-build.js';
import { batchRunEventExplanations, batchRunExplanations } from './batch-run.js';
import { eventExplanations } from './events.js';
import type { Explanation, Explanations } from './explanation.js';
import { taskExplanations } from './task.js';
import { taskRunExplanations } from './task-run.js';

/** Objects, or parts of objects, that have reasons of their own. */
export interface Subject {
  /** As a heading, such as `BatchRun`. */
  readonly title: string;
  readonly explanations: Explanations;
}

/** All reasons by what has them. A reason can have several subjects. */
export const subjects: readonly Subject[] = [
  { title: 'Task of a BatchRun, and TaskRun', explanations: taskExplanations },
  { title: 'BatchRun', explanations: batchRunExplanations },
  { title: 'TaskRun', explanations: taskRunExplanations },
  { title: 'Agent', explanations: agentExplanations },
  { title: 'AgentBuild', explanations: agentBuildExplanations },
  { title: 'AgentBuild, condition Deployed', explanations: deployedExplanations },
  { title: 'Event', explanations: { ...batchRunEventExplanations, ...eventExplanations } },
];

/** All reasons, each once, in alphabetical order. */
export const allReasons: readonly string[] = [
  ...new Set(subjects.flatMap(({ explanations }) => Object.keys(explanations))),
].sort();

/** What a reason means, for each subject that has it; empty for a word that is none of ours. */
export const explanationsOf = (reason: string): readonly (Explanation & { readonly subject: string })[] =>
  subjects.flatMap(({ title, explanations }) => {
    const found = Object.hasOwn(explanations, reason) ? explanations[reason] : undefined;
    return found ? [{ subject: title, ...found }] : [];
  });

/** The section of the page that explains a reason: a path below the root of the repository. */
export const pageOf = (reason: string): string => `docs/errors.md#${reason}`;
