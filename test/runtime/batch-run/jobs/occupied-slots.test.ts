import { describe, expect, test } from '@jest/globals';
import { type Occupants, occupiedSlots } from '../../../../runtime/batch-run/jobs/occupied-slots.js';
import { complete, failed, makeGatedJob, makeGatedPod, makeJob, makePod } from '../world.js';

const job = makeJob(0).metadata.name;
const pod = makePod(0).metadata.name;
const held = { ...makeJob(0), spec: { parallelism: 0 } };
const suspended = { ...makeJob(0), spec: { suspend: true } };
const gatedAndHeld = { ...makeGatedJob(0), spec: { ...makeGatedJob(0).spec, parallelism: 0 } };

describe('the slots that are taken', () => {
  const cases: Record<string, { seen: Partial<Occupants>; want: string[] }> = {
    'nothing is there: none': { seen: {}, want: [] },
    'a Job that may get a Pod: its own': { seen: { jobs: [makeJob(0)] }, want: [job] },
    'a Job that is held: none': { seen: { jobs: [held] }, want: [] },
    'a Job that is suspended: none': { seen: { jobs: [suspended] }, want: [] },
    'a Job that has ended: none': { seen: { jobs: [makeJob(0, complete()), makeJob(1, failed())] }, want: [] },
    'a Job whose Pods get a gate: none': { seen: { jobs: [makeGatedJob(0)] }, want: [] },
    'a Pod that waits for its gate to be removed: none': {
      seen: { jobs: [makeGatedJob(0)], pods: [makeGatedPod(0)] },
      want: [],
    },
    'a Pod that was released and still looks gated: that of its Job': {
      seen: { jobs: [makeGatedJob(0)], pods: [makeGatedPod(0)], released: new Set([pod]) },
      want: [job],
    },
    'a Pod that has not ended, whose Job is held, or gone: that of its Job': {
      seen: { jobs: [held], pods: [makePod(0, { phase: 'Running' }), makePod(1, { phase: 'Pending' })] },
      want: [job, makeJob(1).metadata.name],
    },
    'a Pod that has ended: none': { seen: { jobs: [held], pods: [makePod(0, { phase: 'Failed' })] }, want: [] },
    'a Pod of no Job: one of its own': {
      seen: { pods: [makePod(0, { phase: 'Running' }, { ownerReferences: [] })] },
      want: [pod],
    },
    'a Job and its two Pods: one': {
      seen: { jobs: [makeJob(0)], pods: [makePod(0, { phase: 'Running' }), makePod(0, { phase: 'Pending' })] },
      want: [job],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { seen, want }) => {
    const slots = occupiedSlots({ jobs: [], pods: [], unseen: [], released: new Set(), ...seen });
    expect([...slots]).toEqual(want);
  });
});

describe('a Job that may have been created or allowed its Pod, unseen', () => {
  const cases: Record<string, { seen: Occupants['jobs']; want: string[] }> = {
    'it is not seen at all: takes its slot': { seen: [], want: [job] },
    'it still looks held: takes its slot': { seen: [held], want: [job] },
    'it still looks held, but its Pod will have a gate: takes none': { seen: [gatedAndHeld], want: [] },
    'it is held and has ended: takes none': {
      seen: [{ ...makeJob(0, complete()), spec: { parallelism: 0 } }],
      want: [],
    },
    'somebody has suspended it since: takes none': { seen: [suspended], want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { seen, want }) => {
    expect([...occupiedSlots({ jobs: seen, pods: [], unseen: [job], released: new Set() })]).toEqual(want);
  });
});
