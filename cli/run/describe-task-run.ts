import type { StepStatus, TaskRun } from '../../api/generated/kinds.js';
import { totalTokens } from '../../api/status/stored-result.js';
import { durationText } from '../output/age-text.js';
import { section } from '../output/fields.js';
import { phaseStyle } from '../output/phase-style.js';
import { type Column, table } from '../output/table.js';
import type { Terminal } from '../output/terminal.js';
import { conditionLines, runFields } from './describe-run.js';

/** A TaskRun for people. */
export function describeTaskRun(run: TaskRun, terminal: Terminal, now: number): string[] {
  const { params, timeout } = run.spec;
  const { podName, steps = [], result } = run.status ?? {};
  const tokens = totalTokens(result ?? {});
  const own = [
    ['Params', params?.map(({ name, value }) => `${name}=${value}`).join(', ')],
    ['Timeout', timeout],
    ['Pod', podName],
    ['Result', result?.summary],
    ['Error', result?.error],
    ['Model', result?.model],
    ['Tokens', tokens === undefined ? undefined : String(tokens)],
    ['Claims', result?.claims?.join(', ')],
    ['Branch', result?.branch],
    ['Pull request', result?.pr],
  ] as const;
  const indent = '  ';
  return [
    ...runFields(run, own, terminal, now),
    ...conditionLines(run, terminal),
    ...section('Steps', table(stepColumns(now), steps, terminal, { indent })),
  ];
}

const stepColumns = (now: number): Column<StepStatus>[] => [
  { title: 'STEP', text: ({ name }) => name },
  { title: 'PHASE', text: ({ phase }) => phase, style: ({ phase }) => phaseStyle(phase) },
  { title: 'EXIT CODE', text: ({ exitCode }) => (exitCode === undefined ? '' : String(exitCode)), align: 'right' },
  { title: 'REASON', text: ({ reason = '' }) => (reason === 'Completed' ? '' : reason), optional: true },
  { title: 'DURATION', text: (step) => durationText(step, now) },
];
