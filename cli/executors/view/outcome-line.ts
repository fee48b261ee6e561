import { duration } from '../../../packages/kubernetes-conventions/age.js';
import { phaseMark, phaseStyle } from '../../output/phase-style.js';
import type { Terminal } from '../../output/terminal.js';
import type { Outcome } from '../outcome.js';

/** `✗ lint  local  2s  exit code 3`; below it what to do, and where its output is. */
export function outcomeLines(outcome: Outcome, { paint }: Terminal): string[] {
  const { name, executor = '', phase, durationMs, hints = [], log } = outcome;
  const took = durationMs === undefined ? '' : duration(durationMs);
  const words = [`${phaseMark(phase)} ${name}`, executor, took, whyText(outcome)].filter(Boolean).join('  ');
  const style = phaseStyle(phase);
  return [
    style ? paint(style, words) : words,
    ...hints.map((hint) => `  ${hint}`),
    ...(phase === 'Failed' && log !== undefined ? [`  log: ${log}`] : []),
  ];
}

/** Why it did not succeed; empty when it did. */
export function whyText({ phase, exitCode, signal, message }: Outcome): string {
  if (message !== undefined) return message;
  if (phase === 'Cancelled') return 'cancelled';
  if (phase !== 'Failed') return '';
  if (exitCode === 124) return 'exit code 124: its timeout has passed';
  return signal ? `exit code ${exitCode}: ended by ${signal}` : `exit code ${exitCode}`;
}
