import { duration } from '../../../packages/kubernetes-conventions/age.js';
import { phaseStyle } from '../../output/phase-style.js';
import { type Column, table } from '../../output/table.js';
import type { Terminal } from '../../output/terminal.js';
import type { Outcome } from '../outcome.js';

/** How the tasks ended, in the order in which they did. */
export const summaryTable = (outcomes: readonly Outcome[], terminal: Terminal): string[] =>
  table(columns, outcomes, terminal, { dispensable: ['EXECUTOR'] });

const columns: readonly Column<Outcome>[] = [
  { title: 'TASK', text: ({ name }) => name },
  { title: 'EXECUTOR', text: ({ executor = '' }) => executor },
  { title: 'PHASE', text: ({ phase }) => phase, style: ({ phase }) => phaseStyle(phase) },
  {
    title: 'DURATION',
    text: ({ durationMs }) => (durationMs === undefined ? '' : duration(durationMs)),
    align: 'right',
  },
  { title: 'EXIT CODE', text: ({ exitCode }) => (exitCode === undefined ? '' : String(exitCode)), align: 'right' },
  { title: 'MESSAGE', text: ({ message = '' }) => message, optional: true },
];
