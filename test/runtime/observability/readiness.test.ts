import { expect, test } from '@jest/globals';
import { type CacheState, readinessFailures } from '../../../runtime/observability/readiness.js';

const now = 1_000_000;
const heard = (resource: string, secondsAgo: number): CacheState => ({
  resource,
  lastContact: now - secondsAgo * 1000,
});

const cases: Record<string, { caches: CacheState[]; want: string[] }> = {
  'every cache heard from lately: ready': { caches: [heard('jobs', 1), heard('pods', 60)], want: [] },
  'quiet for three minutes, as between late bookmarks: ready': { caches: [heard('jobs', 180)], want: [] },
  'quiet for longer: the watch is stale': {
    caches: [heard('jobs', 1), heard('pods', 181)],
    want: ['pods: the watch has been silent for 181s'],
  },
  'not listed: each cache is named': {
    caches: [
      { resource: 'batchruns', lastContact: undefined },
      { resource: 'jobs', lastContact: undefined },
    ],
    want: ['batchruns: not listed yet', 'jobs: not listed yet'],
  },
};
test.each(Object.entries(cases))('%s', (_, { caches, want }) => {
  expect(readinessFailures(caches, now)).toEqual(want);
});
