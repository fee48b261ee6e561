import type { Phase, StepPhase, TaskPhase } from '../../api/generated/kinds.js';
import type { Style } from './terminal.js';

/** Of a run, a task or a step. */
export type AnyPhase = Phase | TaskPhase | StepPhase;

const styles: Readonly<Record<AnyPhase, Style | undefined>> = {
  Pending: 'yellow',
  Running: 'cyan',
  Paused: 'magenta',
  Succeeded: 'green',
  Failed: 'red',
  Cancelled: 'dim',
  Skipped: 'dim',
};

const marks: Readonly<Record<AnyPhase, string>> = {
  Pending: '·',
  Running: '▸',
  Paused: '‖',
  Succeeded: '✓',
  Failed: '✗',
  Cancelled: '-',
  Skipped: '-',
};

/** One character for a phase, for lines that are redrawn in place. */
export const phaseMark = (phase: AnyPhase): string => marks[phase];

/** The colour of a phase, the same in every command. */
export const phaseStyle = (phase: AnyPhase): Style | undefined => styles[phase];
