import { describe, expect, test } from '@jest/globals';
import type { ChildFailure } from '../../../runtime/engine/reconcile/act.js';
import type { Change } from '../../../runtime/engine/reconcile/diff.js';
import { createPassMemory, noteAnswers, noteAsked } from '../../../runtime/task-run/pass-memory.js';
import { makePod, now, podName } from './world.js';

const run = 'run-uid';
const createPod: Change = { type: 'create', object: makePod() };
const deletePod: Change = { type: 'delete', object: makePod() };
const createScripts: Change = {
  type: 'create',
  object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'scripts' } },
};
const failure = (change: Change, reason: string, transient: boolean): ChildFailure => ({
  ...{ change, reason, transient, message: 'why' },
});

describe('after a pass: what may be there unseen, what was there, what nobody knows, what was refused', () => {
  interface Case {
    readonly changes: readonly Change[];
    readonly failures?: readonly ChildFailure[];
    readonly want: { unseen?: string[]; known?: string[]; unanswered?: string[]; refused?: string[] };
  }
  const cases: Record<string, Case> = {
    'the Pod was created: there, and not seen yet': {
      changes: [createScripts, createPod],
      want: { unseen: [podName], known: [podName] },
    },
    'the Pod was deleted: nothing': { changes: [deletePod], want: {} },
    'the creation got no answer: may be there': {
      changes: [createPod],
      failures: [failure(createPod, 'Timeout', true)],
      want: { unseen: [podName], unanswered: [podName], refused: [podName] },
    },
    'the creation was refused: not there': {
      changes: [createPod],
      failures: [failure(createPod, 'Forbidden', false)],
      want: { refused: [podName] },
    },
    'a ConfigMap got no answer, the Pod was created': {
      changes: [createScripts, createPod],
      failures: [failure(createScripts, 'Timeout', true)],
      want: { unseen: [podName], known: [podName], refused: ['scripts'] },
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
      refused: [...memory.createFailures.of(run, now).byName.keys()],
    }).toEqual({ unseen: [], known: [], unanswered: [], refused: [], ...want });
  });

  test('nothing fails after a rejection: it is remembered as it was', () => {
    const memory = createPassMemory();
    noteAnswers(memory, run, [createPod], [failure(createPod, 'Forbidden', false)], now);
    const before = memory.createFailures.of(run, now);
    noteAnswers(memory, run, [createScripts], [], now);
    expect(memory.createFailures.of(run, now)).toBe(before);
  });

  test('asked for and not answered yet: counts as there', () => {
    const memory = createPassMemory();
    noteAsked(memory, run, [createPod], now);
    expect([...memory.creations.of(run, now)]).toEqual([podName]);
  });
});
