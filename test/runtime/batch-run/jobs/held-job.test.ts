import { expect, test } from '@jest/globals';
import { LABEL_KUEUE_QUEUE } from '../../../../api/labels.js';
import { hold, isHeld, isUnhold, unhold } from '../../../../runtime/batch-run/jobs/held-job.js';
import type { ObservedJob } from '../../../../runtime/batch-run/observed.js';
import { makeJob } from '../world.js';

const withParallelism = (parallelism: number, labels = {}): ObservedJob => ({
  ...makeJob(0, {}, { labels }),
  spec: { parallelism },
});

test.each<[string, ObservedJob, boolean]>([
  ['without a specification', makeJob(0), false],
  ['that may have one Pod', withParallelism(1), false],
  ['that may have no Pod', withParallelism(0), true],
  ['that may have no Pod, and that Kueue queues', withParallelism(0, { [LABEL_KUEUE_QUEUE]: 'agents' }), false],
])('whether it is for us to allow a Job its Pod: one %s', (_, job, want) => {
  expect(isHeld(job)).toBe(want);
});

test('a change that allows a Job its Pod, one that takes it, and any other', () => {
  const job = makeJob(0);
  const relabelled = { type: 'amend', object: job, patch: { metadata: { labels: {} } } } as const;
  expect([unhold(job), hold(job), relabelled].map(isUnhold)).toEqual([true, false, false]);
});
