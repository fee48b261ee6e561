import { expect, test } from '@jest/globals';
import type { TaskRun, TaskRunStatus } from '../../../api/generated/kinds.js';
import { waitNotice } from '../../../executors/job/wait-notice.js';
import { WaitNotices } from '../../../executors/job/wait-notices.js';
import { FakeClock } from '../../../packages/work-queue/testing.js';
import { Collected } from '../collect.js';

const makeRun = (status: Partial<TaskRunStatus> = {}): TaskRun =>
  ({ metadata: { name: 'seed-run-x', namespace: 'shop' }, spec: {}, status }) as TaskRun;
const succeeded = (reason: string, message = '') => [
  { type: 'Succeeded', status: 'Unknown', reason, message, lastTransitionTime: '2026-01-01T00:00:00Z' } as const,
];
const pending: Partial<TaskRunStatus> = {
  observedGeneration: 1,
  phase: 'Pending',
  conditions: succeeded('Unschedulable', 'no node fits'),
};

const cases: Record<string, { status: Partial<TaskRunStatus>; want: string[] | undefined }> = {
  'as the server creates it': {
    status: { observedGeneration: -1, phase: 'Pending' },
    want: [
      'TaskRun seed-run-x waits: no controller has observed it yet',
      expect.stringContaining('watch namespace shop? kubectl task doctor') as never,
      expect.stringContaining('kubectl task cancel taskrun/seed-run-x -n shop') as never,
    ],
  },
  'without a status': { status: {}, want: expect.arrayContaining([expect.stringContaining('no controller')]) as never },
  'pending: the reason': { status: pending, want: ['TaskRun seed-run-x waits: Unschedulable: no node fits'] },
  running: { status: { ...pending, phase: 'Running' }, want: undefined },
  ended: { status: { ...pending, phase: 'Failed' }, want: undefined },
};
test.each(Object.entries(cases))('%s', (_, { status, want }) => {
  expect(waitNotice(makeRun(status))?.lines).toEqual(want);
});

function notices() {
  const [clock, stderr] = [new FakeClock(), new Collected()];
  return { clock, stderr, notices: new WaitNotices(clock, stderr) };
}

test('nothing is said in the first seconds, nor of a run that starts then', async () => {
  const { clock, stderr, notices: all } = notices();
  all.observe(makeRun());
  await clock.advance(4);
  all.observe(makeRun({ ...pending, phase: 'Running' }));
  await clock.advance(60);
  expect(stderr.text).toBe('');
});
test('each reason is said once', async () => {
  const { clock, stderr, notices: all } = notices();
  all.observe(makeRun(pending));
  await clock.advance(5);
  all.observe(makeRun(pending));
  all.observe(makeRun({ ...pending, conditions: succeeded('ErrImagePull') }));
  all.observe(makeRun({ ...pending, conditions: succeeded('Unschedulable', 'no node has memory') }));
  expect(stderr.text).toBe(
    'TaskRun seed-run-x waits: Unschedulable: no node fits\nTaskRun seed-run-x waits: ErrImagePull\n',
  );
});
test('after its end nothing is left', async () => {
  const { clock, stderr, notices: all } = notices();
  all.observe(makeRun());
  all.stop();
  await clock.advance(60);
  expect([stderr.text, clock.pendingSeconds()]).toEqual(['', []]);
});
