import { describe, expect, test } from '@jest/globals';
import { createPassMemory, noteAnswers, noteAsked, reserve } from '../../../runtime/batch-run/pass-memory.js';
import type { ChildFailure } from '../../../runtime/engine/reconcile/act.js';
import type { Change } from '../../../runtime/engine/reconcile/diff.js';
import { makeGatedPod, makeJob, makePod, now } from './world.js';

const run = 'run-uid';
const job = makeJob(0).metadata.name;
const pod = makePod(0).metadata.name;
const createJob: Change = { type: 'create', object: makeJob(0) };
const createScripts: Change = {
  type: 'create',
  object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'scripts' } },
};
const parallelism = (count: number): Change => ({
  type: 'amend',
  object: makeJob(0),
  patch: { spec: { parallelism: count } },
});
const release = { type: 'removeItem', object: makeGatedPod(0), path: '/spec/schedulingGates/0' } as unknown as Change;
const failure = (change: Change, reason: string, transient: boolean): ChildFailure => ({
  ...{ change, reason, transient, message: 'why' },
});

describe('after a pass: Jobs that may be there unseen, known ones, unanswered ones, released Pods, what was refused', () => {
  interface Case {
    readonly changes: readonly Change[];
    readonly failures?: readonly ChildFailure[];
    readonly want: Partial<Record<'unseen' | 'known' | 'unanswered' | 'released' | 'refused', string[]>>;
  }
  const cases: Record<string, Case> = {
    'a Job was created: there, and not seen yet': {
      changes: [createScripts, createJob],
      want: { unseen: [job], known: [job] },
    },
    'a Job was deleted: nothing': { changes: [{ type: 'delete', object: makeJob(0) }], want: {} },
    'a Job may run again: as if it had been created, but nobody says that it was': {
      changes: [parallelism(1)],
      want: { unseen: [job] },
    },
    'a Job is held: nothing of it runs': {
      changes: [createJob, parallelism(0)],
      want: { unseen: [job], known: [job] },
    },
    'a creation got no answer: may be there': {
      changes: [createJob],
      failures: [failure(createJob, 'Timeout', true)],
      want: { unanswered: [job], refused: [job] },
    },
    'a creation was refused: not there': {
      changes: [createJob],
      failures: [failure(createJob, 'Forbidden', false)],
      want: { refused: [job] },
    },
    'a creation came too soon for the API server: not there, whatever it is called': {
      changes: [createJob],
      failures: [failure(createJob, 'TooManyRequests', true)],
      want: { refused: [job] },
    },
    'a ConfigMap got no answer: the Job is not in doubt': {
      changes: [createScripts],
      failures: [failure(createScripts, 'Timeout', true)],
      want: { refused: ['scripts'] },
    },
    'a Pod may start: released': { changes: [release], want: { released: [pod] } },
    'its release got no answer: it may have started': {
      changes: [release],
      failures: [failure(release, 'Timeout', true)],
      want: { released: [pod] },
    },
    'its release was refused: it has not, and is asked for again': {
      changes: [release],
      failures: [failure(release, 'Forbidden', false)],
      want: {},
    },
    'an amendment was refused: no creation is refused': {
      changes: [parallelism(1)],
      failures: [failure(parallelism(1), 'Forbidden', false)],
      want: {},
    },
  };
  test.each(Object.entries(cases))('%s', (_, { changes, failures = [], want }) => {
    const memory = createPassMemory();
    noteAsked(memory, run, changes, now);
    noteAnswers(memory, run, changes, failures, now);
    expect({
      unseen: [...memory.creations.of(run, now)],
      known: [...memory.creations.known(run)],
      unanswered: [...memory.creations.unanswered(run).keys()],
      released: [...memory.releases.of(run, now)],
      refused: [...memory.createFailures.of(run, now).byName.keys()],
    }).toEqual({ unseen: [], known: [], unanswered: [], released: [], refused: [], ...want });
  });

  test('a Job that is held is no longer taken for one that has just begun', () => {
    const memory = createPassMemory();
    noteAsked(memory, run, [parallelism(1)], now);
    noteAsked(memory, run, [parallelism(0)], now);
    expect([...memory.creations.of(run, now)]).toEqual([]);
  });

  describe('what a pass has decided takes its slots at once, until the decision ends', () => {
    const cases: Record<string, { changes: readonly Change[]; starting: string[]; releasing: string[] }> = {
      'a Job is created': { changes: [createScripts, createJob], starting: [job], releasing: [] },
      'a Job is allowed its Pod': { changes: [parallelism(1)], starting: [job], releasing: [] },
      'a Pod is released': { changes: [release], starting: [], releasing: [pod] },
      'a Job is held, or deleted': {
        changes: [parallelism(0), { type: 'delete', object: makeJob(1) }],
        starting: [],
        releasing: [],
      },
    };
    test.each(Object.entries(cases))('%s', (_, { changes, starting, releasing }) => {
      const memory = createPassMemory();
      const reserved = () => [[...memory.starting.of(run)], [...memory.releasing.of(run)]];
      const end = reserve(memory, run, changes);
      const during = reserved();
      end();
      expect([during, reserved()]).toEqual([
        [starting, releasing],
        [[], []],
      ]);
    });
  });

  test('nothing fails after a rejection: it is remembered as it was', () => {
    const memory = createPassMemory();
    noteAnswers(memory, run, [createJob], [failure(createJob, 'Forbidden', false)], now);
    const before = memory.createFailures.of(run, now);
    noteAnswers(memory, run, [createScripts], [], now);
    expect(memory.createFailures.of(run, now)).toBe(before);
  });
});
