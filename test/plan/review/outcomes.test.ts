import { describe, expect, test } from '@jest/globals';
import { type CauseSettings, Causes } from '../../../plan/review/causes.js';
import { outcomeOf, type TaskFacts } from '../../../plan/review/outcomes.js';
import { type JobSpec, makeJob, makeSide, makeTask } from './sample.js';

describe('what becomes of a task', () => {
  interface Case extends Partial<Omit<TaskFacts, 'after' | 'before' | 'succeeded' | 'side'>> {
    readonly before?: JobSpec;
    readonly after?: JobSpec;
    readonly succeeded?: string[];
    /** In the cluster or the manifests. */
    readonly there?: JobSpec;
    readonly isThere?: 'Written' | 'Planned' | 'Assumed';
    readonly want: string;
  }
  const image = (name: string): JobSpec => ({ pod: { containers: [{ name: 'agent', image: name }] } });
  const held = { origin: 'Planned', isKnownRun: true } as const;
  const assumed = { origin: 'Assumed' } as const;
  const replaced: JobSpec = { ...image('b'), labels: {}, job: { ttlSecondsAfterFinished: 1 } };
  const cases: Record<string, Case> = {
    'it is new': { want: 'Added' },
    'it was another Job': { before: { object: 'a' }, want: 'Rerun' },
    'its Job is as before': { there: {}, before: {}, want: 'Unchanged' },
    'its Job has other fields that may not change': { there: image('b'), before: {}, want: 'Refused' },
    'its Job has another label': { there: { labels: { a: 'b' } }, before: {}, want: 'Unchanged' },
    'its Job would be there, if somebody started it': { there: {}, isThere: 'Assumed', before: {}, want: 'Rerun' },
    'the controller has begun with another plan': { ...held, there: image('b'), before: {}, want: 'Held' },
    'the controller has begun without it': { ...held, want: 'Held' },
    'the controller has begun, and the plan is the same': { ...held, there: {}, want: 'Unchanged' },
    'the controller begins': { origin: 'Planned', want: 'Added' },
    'results are reused, and the key is as before': {
      ...{ reuses: true, before: { object: 'a', key: 'k' }, after: { key: 'k' }, want: 'Reused' },
    },
    'results are reused, and the key has succeeded': {
      ...{ reuses: true, after: { key: 'k' }, succeeded: ['j', 'k'], want: 'Reused' },
    },
    'results are reused, and the key is another': {
      ...{ reuses: true, before: { key: 'j' }, after: { key: 'k' }, succeeded: ['j'], want: 'Rerun' },
    },
    'results are reused, and there is no key': { reuses: true, before: {}, succeeded: [''], want: 'Rerun' },
    'results are not reused, and the key is as before': { before: { key: 'k' }, after: { key: 'k' }, want: 'Rerun' },
    'a template: a new task': { ...assumed, want: 'Added' },
    'a template: the same work': { ...assumed, before: { object: 'a', key: 'j' }, want: 'Unchanged' },
    'a template: other work': { ...assumed, before: image('b'), want: 'Rerun' },
    'a template after a run: the same key': {
      ...{ ...assumed, hasRun: true, before: { ...image('b'), key: 'k' }, after: { key: 'k' }, want: 'Unchanged' },
    },
    'a template after a run: another key': {
      ...{ ...assumed, hasRun: true, before: { key: 'j' }, after: { key: 'k' }, want: 'Rerun' },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { before, after, succeeded, there, isThere, want, ...facts }) =>
    expect(
      outcomeOf({
        ...{ origin: 'Written', isKnownRun: false, hasRun: false, reuses: false },
        ...facts,
        after: makeTask(after),
        before: before && makeTask(before),
        succeeded: new Set(succeeded),
        side: makeSide(there ? [makeJob(there)] : [], isThere),
      }),
    ).toBe(want),
  );
  test('a Job that is replaced on change', () => {
    const after = makeTask(replaced);
    const annotated = {
      ...after.object,
      metadata: {
        ...after.object.metadata,
        annotations: { 'argocd.argoproj.io/sync-options': 'Replace=true,Force=true' },
      },
    };
    const facts = { origin: 'Written', isKnownRun: false, hasRun: false, reuses: false } as const;
    expect(
      outcomeOf({
        ...{ ...facts, before: undefined, succeeded: new Set<string>(), side: makeSide([makeJob()]) },
        after: { ...after, object: annotated },
      }),
    ).toBe('Replaced');
  });
});

describe('why tasks are other tasks', () => {
  const settings: CauseSettings = { textBefore: () => undefined, textAfter: () => undefined, isSalted: false };
  const causesOf = (pairs: readonly { before?: JobSpec; after?: JobSpec }[], isSalted = false) => {
    const causes = new Causes({ ...settings, isSalted });
    const numbers = pairs.map(({ before, after }) =>
      causes.add({ ...(before && { before: makeTask(before) }), ...(after && { after: makeTask(after) }) }),
    );
    const { causes: list, places } = causes.list();
    return { list, causes: numbers.map((ofTask) => ofTask.map((number) => places[number])) };
  };
  const model = (value: string, ...more: object[]): JobSpec => ({
    pod: { containers: [{ name: 'agent', image: 'a', env: [{ name: 'MODEL', value }, ...more] }] },
  });
  const script = (text: string, name = 'agent'): JobSpec => ({
    pod: { containers: [{ name, image: 'a', command: [text] }] },
  });
  const planner = (text: string): JobSpec => ({ pod: { initContainers: [{ name: 'clone-0', command: text }] } });

  const single: Record<string, { before?: JobSpec; after?: JobSpec; isSalted?: boolean; want: object[] }> = {
    'a variable': {
      before: model('a'),
      after: model('b'),
      want: [{ type: 'Env', subject: 'MODEL', before: 'a', after: 'b', tasks: 1 }],
    },
    'a new variable': {
      before: model('a'),
      after: model('a', { name: 'N', value: 'n' }),
      want: [{ type: 'Env', subject: 'N', after: 'n', tasks: 1 }],
    },
    'a variable that goes': {
      before: model('a', { name: 'N', value: 'n' }),
      after: model('a'),
      want: [{ type: 'Env', subject: 'N', before: 'n', tasks: 1 }],
    },
    'a script: its text': {
      before: script('a\nb\n'),
      after: script('a\nc\n'),
      want: [{ type: 'Script', subject: 'agent', tasks: 1, text: { added: 1, removed: 1, lines: [' a', '-b', '+c'] } }],
    },
    'a new script': {
      before: script('a'),
      after: { pod: { containers: [{ name: 'agent', image: 'a', command: ['a', 'b\nc\n'] }] } },
      want: [{ type: 'Script', subject: 'agent', tasks: 1, text: { added: 2, removed: 0, lines: ['+b', '+c'] } }],
    },
    'a text of several lines instead of a short one: both in short': {
      before: model('a'),
      after: model('b\nc'),
      want: [{ type: 'Env', subject: 'MODEL', before: 'a', after: 'b … (2 lines)', tasks: 1 }],
    },
    'a script of the planner: its text is nothing for people': {
      before: planner('a\nb'),
      after: planner('a\nc'),
      want: [{ type: 'Planner', subject: 'script of clone-0', tasks: 1 }],
    },
    'the key, with another salt': {
      before: { key: 'j' },
      after: { key: 'k' },
      isSalted: true,
      want: [{ type: 'KeySalt', subject: '', tasks: 1 }],
    },
    'the key alone': { before: { key: 'j' }, after: { key: 'k' }, want: [{ type: 'Key', subject: '', tasks: 1 }] },
    'another run': {
      before: { run: 'a' },
      after: { run: 'b' },
      want: [{ type: 'Name', subject: '', before: 'batchrun/a', after: 'batchrun/b', tasks: 1 }],
    },
    'another name in the same run': {
      before: { object: 'a' },
      after: { object: 'b' },
      want: [{ type: 'Name', subject: '', tasks: 1 }],
    },
    'another place in the same run': {
      before: { index: '0' },
      after: { index: '1' },
      want: [{ type: 'Position', subject: '', tasks: 1 }],
    },
    'a new task in the place of another': {
      after: { index: '1' },
      want: [{ type: 'Position', subject: '', tasks: 1 }],
    },
  };
  test.each(Object.entries(single))('%s', (_, { before, after, isSalted, want }) =>
    expect(causesOf([{ ...(before && { before }), ...(after && { after }) }], isSalted).list).toEqual(want),
  );

  test('the causes of most tasks come first; of as many, the first one', () => {
    const [a, b, c] = [
      { before: { key: 'j' }, after: { key: 'k' } },
      { before: model('a'), after: model('b') },
      { before: { run: 'a' }, after: { run: 'b' } },
    ] as const;
    const found = causesOf([a, c, b, b, { ...b }]);
    expect(found.list.map(({ type, tasks }) => `${tasks}x ${type}`)).toEqual(['3x Env', '1x Key', '1x Name']);
    expect(found.causes).toEqual([[1], [2], [0], [0], [0]]);
  });

  test('the same cause twice in a task counts once', () =>
    expect(
      causesOf([
        {
          before: model('a', { name: 'MODEL', value: 'a' }),
          after: model('b', { name: 'MODEL', value: 'b' }),
        },
      ]).causes,
    ).toEqual([[0]]));

  test('texts of more than 200 causes are counted, and not compared', () => {
    const pairs = Array.from({ length: 202 }, (_, i) => ({ before: script(`a\n${i}`), after: script(`b\n${i}`) }));
    const { list } = causesOf(pairs);
    expect([list.length, list.findIndex(({ text }) => text === undefined)]).toEqual([202, 200]);
  });
});
