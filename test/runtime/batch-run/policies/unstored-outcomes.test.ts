import { describe, expect, test } from '@jest/globals';
import type { BatchRun, TaskStatus } from '../../../../api/generated/kinds.js';
import { LABEL_BATCH_RUN, LABEL_OUTCOMES_SHARD } from '../../../../api/labels.js';
import { outcomeData } from '../../../../api/status/outcome-data.js';
import { outcomeDigest } from '../../../../api/status/outcome-digest.js';
import { noOutcomes, type OutcomeShard } from '../../../../api/status/outcome-shard.js';
import type { ObservedConfigMap } from '../../../../runtime/batch-run/observed.js';
import { outcomeProofs, unstoredOutcomes } from '../../../../runtime/batch-run/policies/unstored-outcomes.js';
import { makeJob, makeRun, runName } from '../world.js';

/** So many tasks, of which those at `ended` have. */
const tasksOf = (count: number, ended: readonly number[]): TaskStatus[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ index, jobName: `${runName}-task-${index}` },
    phase: ended.includes(index) ? 'Succeeded' : 'Pending',
  }));
const named = (shard: number) => `${runName}-outcomes-${shard}`;
/** The same with its fields in another order. */
const turned = (entry: TaskStatus): TaskStatus =>
  Object.fromEntries(Object.entries(entry).toReversed()) as unknown as TaskStatus;
const configMap = (shard: number, entries: readonly TaskStatus[], resourceVersion = '7'): ObservedConfigMap => ({
  ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: named(shard), resourceVersion } },
  outcomes: new Map(entries.map((entry) => [entry.index, entry])),
});

describe('the ConfigMaps to write', () => {
  const tasks = tasksOf(1001, [0, 1, 500]);
  const [zero, one, other] = [tasks[0], tasks[1], tasks[500]].flatMap((task) => task ?? []) as [
    TaskStatus,
    TaskStatus,
    TaskStatus,
  ];
  interface Case {
    readonly run?: BatchRun;
    readonly tasks?: readonly TaskStatus[];
    readonly observed: Parameters<typeof unstoredOutcomes>[2];
    /** Name, version on which it depends, and the tasks that it keeps. */
    readonly want: readonly (readonly [string, string | undefined, string[]])[];
  }
  const cases: Record<string, Case> = {
    'none is there: those of each part that has ended tasks, and no other': {
      observed: [makeJob(0)],
      want: [
        [named(0), undefined, ['0', '1']],
        [named(1), undefined, ['500']],
      ],
    },
    'one lacks a task: that, if nobody has changed it since': {
      observed: [configMap(0, [zero]), configMap(1, [other])],
      want: [[named(0), '7', ['0', '1']]],
    },
    'one says something else of a task: that': {
      observed: [configMap(0, [zero, { ...one, message: 'forged' }]), configMap(1, [other])],
      want: [[named(0), '7', ['0', '1']]],
    },
    'one has its entries in another order of fields, or has more: none': {
      observed: [configMap(0, [one, turned(zero)]), configMap(1, [other, zero])],
      want: [],
    },
    'another ConfigMap is there: it does not count': {
      observed: [{ ...configMap(0, [zero, one]), metadata: { name: 'other' } }, configMap(1, [other])],
      want: [[named(0), undefined, ['0', '1']]],
    },
    'the status has room for all tasks: none': { tasks: tasksOf(500, [0, 1]), observed: [], want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { run = makeRun(), tasks: given = tasks, observed, want }) => {
    const written = unstoredOutcomes(run, given, observed).map(({ metadata, ...rest }) => [
      metadata.name,
      metadata.resourceVersion,
      Object.keys('data' in rest ? (rest.data as object) : {}),
    ]);
    expect(written).toEqual(want);
  });

  test('are the ConfigMaps of the run, in its namespace', () => {
    expect(unstoredOutcomes(makeRun(), tasksOf(501, [500]), [])).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: named(1),
          namespace: 'team',
          labels: { [LABEL_BATCH_RUN]: runName, [LABEL_OUTCOMES_SHARD]: '1' },
        },
        data: outcomeData(tasksOf(501, [500]).slice(500)),
      },
    ]);
  });
});

describe('the digest that a status has of a ConfigMap', () => {
  const tasks = tasksOf(501, [0, 1]);
  const ended = tasks.slice(0, 2);
  const proven = (digest: string, entries: readonly TaskStatus[]): OutcomeShard => ({
    digest,
    entries: new Map(entries.map((entry) => [entry.index, entry])),
  });
  const fresh = outcomeDigest(ended);
  const cases: Record<string, { shard?: OutcomeShard; want: string }> = {
    'nothing is proven: that of its tasks': { want: fresh },
    'all of its tasks come from there: stays': { shard: proven('known', ended), want: 'known' },
    'a task has ended since: that of its tasks': { shard: proven('known', ended.slice(0, 1)), want: fresh },
    'it has a task that has not ended: that of its tasks': {
      shard: proven('known', [...ended, ...tasks.slice(2, 3)]),
      want: fresh,
    },
    'a task does not come from there: that of its tasks': {
      shard: proven('known', [...ended.slice(0, 1), { ...tasks[1], index: 1, jobName: 'x', phase: 'Failed' }]),
      want: fresh,
    },
    'an earlier version wrote it, without a digest: that of its tasks': { shard: proven('', ended), want: fresh },
  };
  test.each(Object.entries(cases))('%s', (_, { shard, want }) => {
    const shards = new Map(shard ? [[named(0), shard]] : []);
    expect(outcomeProofs(makeRun(), tasks, { ...noOutcomes, shards })).toEqual({
      outcomes: [named(0)],
      outcomeDigests: [want],
    });
  });
});
