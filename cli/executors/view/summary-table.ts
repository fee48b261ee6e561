import { duration } from '../../../packages/kubernetes-conventions/age.js';
import { phaseStyle } from '../../output/phase-style.js';
import { cut } from '../../output/printable.js';
import { type Column, table } from '../../output/table.js';
import type { Terminal } from '../../output/terminal.js';
import type { Outcome } from '../outcome.js';

/** How the tasks ended, in the order in which they did. On a narrow terminal, long names are cut. */
export function summaryTable(outcomes: readonly Outcome[], terminal: Terminal): string[] {
  const mostName = Math.max(leastName, terminal.columns - besideName);
  const name: Column<Outcome> = { title: 'TASK', text: (outcome) => cut(outcome.name, mostName) };
  return table([name, ...columns], outcomes, terminal, { dispensable: ['EXECUTOR'] });
}

const leastName = 8;
/** What phase, duration and exit code take, and the last column of the terminal. */
const besideName = '   PHASE       EXIT CODE   DURATION'.length + 1;

const columns: readonly Column<Outcome>[] = [
  { title: 'EXECUTOR', text: ({ executor = '' }) => executor },
  { title: 'PHASE', text: ({ phase }) => phase, style: ({ phase }) => phaseStyle(phase) },
  { title: 'EXIT CODE', text: ({ exitCode }) => (exitCode === undefined ? '' : String(exitCode)), align: 'right' },
  {
    title: 'DURATION',
    text: ({ durationMs }) => (durationMs === undefined ? '' : duration(durationMs)),
    align: 'right',
  },
  { title: 'MESSAGE', text: ({ message = '' }) => message, optional: true },
];
