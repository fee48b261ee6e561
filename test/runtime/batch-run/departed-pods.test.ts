import { describe, expect, test } from '@jest/globals';
import { deletionOf, lastState } from '../../../runtime/batch-run/departed/last-state.js';
import { noteDepartures } from '../../../runtime/batch-run/departed/note-departures.js';
import { createBatchRunInformers } from '../../../runtime/batch-run/informers.js';
import { observe } from '../../../runtime/batch-run/observe.js';
import type { ObservedJob, ObservedTaskPod } from '../../../runtime/batch-run/observed.js';
import { createPassMemory } from '../../../runtime/batch-run/pass-memory.js';
import { createSharedInformers } from '../../../runtime/caches/shared-informers.js';
import { podFailure } from '../../../runtime/pod/pod-failure.js';
import { fed, noServer } from '../engine/fed-informers.js';
import { ago, makeGatedPod, makeJob, makePod, makeRun, now } from './world.js';

const deleted = { deletionTimestamp: ago(-25), deletionGracePeriodSeconds: 30 };
const deletedByKubelet = { deletionTimestamp: ago(1), deletionGracePeriodSeconds: 0 };
const drained = [{ type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI', message: 'drained' }];
const exited = (exitCode: number) => ({
  phase: 'Failed' as const,
  containerStatuses: [{ name: 'agent', state: { terminated: { exitCode, finishedAt: ago(3) } } }],
});
const onNode = (pod: ObservedTaskPod): ObservedTaskPod => ({ ...pod, spec: { ...pod.spec, nodeName: 'node' } });
const working = (metadata = {}, status = {}) => onNode(makePod(0, { phase: 'Running', ...status }, metadata));
const withSpec = (spec: ObservedJob['spec']): ObservedJob => ({ ...makeJob(0), spec: { ...makeJob(0).spec, ...spec } });

describe('the last state of a Pod that is gone', () => {
  const cases: Record<string, { pod: ObservedTaskPod; job?: ObservedJob | undefined; want: string | undefined }> = {
    'drained, and stopped at once': {
      pod: onNode(makePod(0, { ...exited(143), conditions: drained }, deletedByKubelet)),
      want: 'Evicted',
    },
    'deleted, and stopped at once with a code of its own': {
      pod: onNode(makePod(0, exited(1), deletedByKubelet)),
      want: 'PodDeleted',
    },
    'deleted by force': { pod: working(deletedByKubelet), want: 'PodDeleted' },
    'stopped before its last state says that it was to be deleted': {
      pod: onNode(makePod(0, exited(3))),
      want: 'PodDeleted',
    },
    'left the cache without a deletion: nothing': { pod: working(), want: undefined },
    'waited at the gate: nothing': { pod: makeGatedPod(0, deleted), want: undefined },
    'its Job is suspended: nothing': { pod: working(deleted), job: withSpec({ suspend: true }), want: undefined },
    'its Job is held: nothing': { pod: working(deleted), job: withSpec({ parallelism: 0 }), want: undefined },
    'its Job is suspended, but its node was drained': {
      pod: working(deleted, { conditions: drained }),
      job: withSpec({ suspend: true }),
      want: 'Evicted',
    },
    'its Job is gone: nothing': { pod: working(deleted), job: undefined, want: undefined },
    'its Job is being deleted: nothing': {
      pod: working(deleted),
      job: makeJob(0, {}, { deletionTimestamp: ago(1) }),
      want: undefined,
    },
  };
  test.each(Object.entries(cases))('%s', (_, { pod, want, ...rest }) => {
    const job = 'job' in rest ? rest.job : makeJob(0);
    const state = lastState(pod, job, deletionOf(working(deleted)));
    expect(state && podFailure(state).reason).toBe(want);
    expect(state?.status?.phase).toBe(want && 'Failed');
  });
});

test('a failure before the deletion was asked for stays one', () => {
  const state = lastState(onNode(makePod(0, exited(3), deletedByKubelet)), makeJob(0));
  expect(state && podFailure(state).reason).toBe('AgentFailed');
});

describe('what a pass sees of a Pod that came and went since the last one', () => {
  const run = { ...makeRun(), metadata: { ...makeRun().metadata, uid: 'run-uid' } };
  const finished = { ...run, status: { phase: 'Failed' as const, completionTime: ago(1) } };
  const cases: Record<string, { parent?: typeof run; at?: number; want: string[] }> = {
    'that it was deleted': { want: ['PodDeleted'] },
    'nothing after two minutes': { at: now + 121_000, want: [] },
    'nothing if the run is over': { parent: finished, want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { parent = run, at = now, want }) => {
    const { informers, add, update, remove } = fed({
      ...createSharedInformers(noServer),
      ...createBatchRunInformers(noServer),
    });
    const memory = createPassMemory();
    noteDepartures(memory.departed, informers, () => now);
    add('runs', parent);
    add('jobs', makeJob(0));
    add('pods', working());
    update('pods', working(), working(deleted));
    remove('pods', onNode(makePod(0, exited(1), deletedByKubelet)));
    const { pods } = observe(parent, informers, { memory } as unknown as Parameters<typeof observe>[2], at);
    expect(pods.map((pod) => podFailure(pod).reason)).toEqual(want);
  });
});
