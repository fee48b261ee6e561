import type { Phase, StepPhase, TaskPhase } from '../../api/generated/kinds.js';
import type { Style } from './terminal.js';

type AnyPhase = Phase | TaskPhase | StepPhase;

const styles: Readonly<Record<AnyPhase, Style | undefined>> = {
  Pending: 'yellow',
  Running: 'cyan',
  Paused: 'magenta',
  Succeeded: 'green',
  Failed: 'red',
  Cancelled: 'dim',
  Skipped: 'dim',
};

/** The colour of a phase, the same in every command. */
export const phaseStyle = (phase: AnyPhase): Style | undefined => styles[phase];
