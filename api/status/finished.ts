import type { Phase } from '../generated/kinds.js';

/** Whether a phase is one in which a state ends. A kind may know a Failed that heals, and then has a rule of its own. */
export const isFinishedPhase = (phase: Phase | undefined): boolean =>
  phase === 'Succeeded' || phase === 'Failed' || phase === 'Cancelled';
