import { describe, expect, test } from '@jest/globals';
import { ANNOTATION_STAND_IN } from '../../../api/labels.js';
import { endLines } from '../../../cli/local/report/end-lines.js';
import { type ResultRow, resultTable } from '../../../cli/local/report/result-table.js';
import { ago, makeBatchRun, makeTerminal, now } from '../sample.js';

const row = (given: Partial<ResultRow>): ResultRow => ({
  name: 'service-a',
  phase: 'Succeeded',
  result: {},
  message: '',
  isStandIn: false,
  startTime: ago(12),
  completionTime: ago(5),
  ...given,
});

const rows = [
  row({
    result: {
      verdict: 'changed',
      costUsd: 0.42,
      tokens: { total: 120345 },
      pr: 'https://github.com/myorg/service-a/pull/1234',
    },
    message: 'Upgraded 3 dependencies',
  }),
  row({
    name: 'b',
    phase: 'Failed',
    message: 'container agent exited with code 1, which says that something is missing',
  }),
  row({ name: 'c', result: { verdict: 'changed', costUsd: 1, branch: 'kubetask/570b38df2b01' } }),
];

const widths: Record<number, string[]> = {
  80: [
    'NAME        PHASE       DURATION   VERDICT    COST   TOKENS',
    'service-a   Succeeded   7s         changed   $0.42   120345',
    '    https://github.com/myorg/service-a/pull/1234',
    '    Upgraded 3 dependencies',
    'b           Failed      7s         -             -        -',
    '    container agent exited with code 1, which says that something is missing',
    'c           Succeeded   7s         changed   $1.00        -',
    '    kubetask/570b38df2b01',
  ],
  120: [
    'NAME        PHASE       DURATION   VERDICT    COST   TOKENS   CHANGE',
    'service-a   Succeeded   7s         changed   $0.42   120345   https://github.com/myorg/service-a/pull/1234',
    '    Upgraded 3 dependencies',
    'b           Failed      7s         -             -        -   -',
    '    container agent exited with code 1, which says that something is missing',
    'c           Succeeded   7s         changed   $1.00        -   kubetask/570b38df2b01',
  ],
  200: [
    'NAME        PHASE       DURATION   VERDICT    COST   TOKENS   CHANGE                                         MESSAGE',
    'service-a   Succeeded   7s         changed   $0.42   120345   https://github.com/myorg/service-a/pull/1234   Upgraded 3 dependencies',
    'b           Failed      7s         -             -        -   -                                              container agent exited with code 1, which says that something is missing',
    'c           Succeeded   7s         changed   $1.00        -   kubetask/570b38df2b01                          -',
  ],
  // The change and its title do not fit; the duration and the tokens neither.
  46: [
    'NAME        PHASE       VERDICT    COST',
    'service-a   Succeeded   changed   $0.42',
    '    https://github.com/myorg/service-a/pull/1234',
    '    Upgraded 3 dependencies',
    'b           Failed      -             -',
    '    container agent exited with code 1, which',
    '    says that something is missing',
    'c           Succeeded   changed   $1.00',
    '    kubetask/570b38df2b01',
  ],
};

describe('resultTable', () => {
  test.each(Object.entries(widths))('at %s columns', (columns, want) =>
    expect(resultTable('NAME', rows, makeTerminal(Number(columns)), now)).toEqual(want),
  );

  test('100 columns: like 80, since nothing more fits', () =>
    expect(resultTable('NAME', rows, makeTerminal(100), now)).toEqual(widths[80]));

  test('a pipe: one line for each task, nothing wrapped', () =>
    expect(resultTable('NAME', rows, makeTerminal(Number.POSITIVE_INFINITY), now)).toEqual(widths[200]));

  test('a stand-in: each success says so, a failure does not', () => {
    const two = [row({ isStandIn: true }), row({ name: 'b', phase: 'Failed', isStandIn: true })];
    expect(resultTable('NAME', two, makeTerminal(), now)).toEqual([
      'NAME        PHASE                  DURATION',
      'service-a   Succeeded (stand-in)   7s',
      'b           Failed                 7s',
    ]);
  });

  test('steps, with what each printed last', () =>
    expect(resultTable('STEP', [row({ name: 'hello', message: 'Hello from step 1' })], makeTerminal(), now)).toEqual([
      'STEP    PHASE       DURATION   MESSAGE',
      'hello   Succeeded   7s         Hello from step 1',
    ]));

  test('text of an agent: no escape sequence, no second line', () => {
    const evil = row({ result: { pr: 'https://x\u001b[2J\ny' }, message: 'a\u001b[5Ab' });
    expect(resultTable('NAME', [evil], makeTerminal(30), now)).toEqual([
      'NAME        PHASE',
      'service-a   Succeeded',
      '    https://x [2J y',
      '    a [5Ab',
    ]);
  });
});

const ready = (phase: 'Succeeded' | 'Failed' | 'Running', message = '') => ({
  phase,
  startTime: ago(15),
  completionTime: ago(0),
  conditions: [
    {
      type: 'Ready',
      status: 'False',
      reason: 'X',
      message,
      lastTransitionTime: ago(0),
      observedGeneration: 1,
    } as const,
  ],
});
const standIn = { annotations: { [ANNOTATION_STAND_IN]: './agent.sh runs in place of the image agent:v1' } };

const ends: Record<
  string,
  { run: Parameters<typeof makeBatchRun>[0]; sums: string; columns?: number; want: string[] }
> = {
  'succeeded: the time and the sums': {
    run: { status: ready('Succeeded') },
    sums: '5 succeeded, $2.17',
    want: ['batchrun/deps-run-abc12 Succeeded in 15s: 5 succeeded, $2.17'],
  },
  'succeeded by a stand-in: says so, and what ran': {
    run: { metadata: { name: 'x', ...standIn }, status: ready('Succeeded') },
    sums: '1 succeeded',
    want: [
      'batchrun/x Succeeded (stand-in) in 15s: 1 succeeded',
      'stand-in  ./agent.sh runs in place of the image agent:v1',
    ],
  },
  'failed before it had tasks: why': {
    run: { status: ready('Failed', 'no Batch') },
    sums: '',
    want: ['batchrun/deps-run-abc12 Failed in 15s: no Batch'],
  },
  'interrupted: not finished': {
    run: { status: ready('Running') },
    sums: '1 succeeded, 1 running',
    want: ['batchrun/deps-run-abc12 has not finished: 1 succeeded, 1 running'],
  },
  'a narrow terminal: wrapped between words': {
    run: { status: ready('Succeeded') },
    sums: '5 succeeded, $2.17',
    columns: 40,
    want: ['batchrun/deps-run-abc12 Succeeded in', '15s: 5 succeeded, $2.17'],
  },
};

test.each(Object.entries(ends))('endLines, %s', (_, { run, sums, columns, want }) =>
  expect(endLines(makeBatchRun(run), sums, makeTerminal(columns), now)).toEqual(want),
);
