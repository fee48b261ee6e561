import { expect, test } from '@jest/globals';
import type { ObservedPod } from '../../../../runtime/pod/observed-pod.js';
import { complete, failed, makeJob, makePod, pass, startedWorld, withJobs } from '../world.js';

const ended = (uid: string) => makePod(0, { phase: 'Failed' }, { uid });
const long = 40;

interface Case {
  readonly job?: Parameters<typeof makeJob>[1];
  readonly pods?: readonly ObservedPod[];
  /** uids of the seen Pods of the task that is finished without others; undefined when none is. */
  readonly want: readonly string[] | undefined;
}

const cases: Record<string, Case> = {
  'its Pod was seen: none': { pods: [ended('one')], want: undefined },
  'its Pod was never seen: asks for any': { want: [] },
  'of its two Pods one was seen: asks for another': {
    job: { ...failed('', long), failed: 2 },
    pods: [ended('one')],
    want: ['one'],
  },
  'only just ended, so not finished yet: none': { job: failed('', 1), want: undefined },
  'ended by its deadline: none': { job: failed('DeadlineExceeded', long), want: undefined },
  'succeeded, its Pod was never seen: asks for any': { job: complete(long), want: [] },
};

test.each(Object.entries(cases))('a task whose Job has ended, %s', (_, { job = failed('', long), pods = [], want }) => {
  const world = withJobs({ ...startedWorld(), pods }, makeJob(0, job), makeJob(1));
  const labels = { 'kubetask.io/batch-run': 'update-001', 'batch.kubernetes.io/job-name': 'update-001-task-0' };
  const asked = want === undefined ? [] : [{ apiVersion: 'v1', kind: 'Pod', labels, seen: want }];
  expect(pass(world).outcome.verifyGone).toEqual(asked);
});

test('a task that was finished before: not again', () => {
  const { world } = pass(withJobs(startedWorld(), makeJob(0, failed('', long)), makeJob(1)));
  expect(pass(world).outcome.verifyGone).toEqual([]);
});

test('a task whose outcome is lost, and whose Pod was not seen: asks for any', () => {
  const { world } = pass(withJobs(startedWorld(), makeJob(0, complete(long)), makeJob(1)));
  const lost = { ...world, run: { ...world.run, status: { ...world.run.status, tasks: [] } } };
  expect(pass(lost).outcome.verifyGone).toHaveLength(1);
});
