import { expect, test } from '@jest/globals';
import type { BatchRun, BatchRunStatus } from '../../../../api/generated/kinds.js';
import { runExpiry } from '../../../../runtime/batch-run/policies/retention.js';
import { ago, makeRun, makeWorld, now, observe } from '../world.js';

const DAY = 24 * 3600;
const retention = { ttlDays: 7, failedTTLDays: 30 };
const ended = (phase: BatchRunStatus['phase'], jobs: BatchRun['spec']['jobs'] = 'runtime') =>
  makeRun({ jobs }, { phase } as BatchRunStatus);

const cases: Record<string, { run: BatchRun; want: object }> = {
  'one that succeeded goes after ttlDays': { run: ended('Succeeded'), want: { goes: 'Run' } },
  'one that failed goes after failedTTLDays': {
    run: ended('Failed'),
    want: { goes: 'Nothing', requeueAfterSeconds: 3600 },
  },
  'one that does not say how it ended goes after ttlDays': { run: makeRun(), want: { goes: 'Run' } },
  'one whose Jobs are synthesized never goes': { run: ended('Succeeded', 'synthesized'), want: { goes: 'Nothing' } },
};

test.each(Object.entries(cases))('of runs that ended 8 days ago, %s', (_, { run, want }) => {
  expect(runExpiry({ ...observe(makeWorld({ run })), retention }, ago(8 * DAY), now)).toEqual(want);
});
