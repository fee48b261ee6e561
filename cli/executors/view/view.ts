import type { Writable } from 'node:stream';
import type { PlacedTask } from '../choose-place.js';
import type { Outcome } from '../outcome.js';

/** The output of one task; ended when the task has ended. */
export interface TaskOutput {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** How tasks that run together are shown. */
export interface View {
  /** Begins to show a task. */
  readonly start: (placed: PlacedTask) => TaskOutput;
  /** Once per task, also for one that did not start; after its output has ended. */
  readonly end: (outcome: Outcome) => void;
  /** Nothing of what is drawn stays. */
  readonly close: () => void;
}
