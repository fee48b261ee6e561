import { describe, expect, test } from '@jest/globals';
import type { TaskStatus } from '../../../api/generated/kinds.js';
import { LABEL_BATCH_RUN, LABEL_OUTCOMES_SHARD } from '../../../api/labels.js';
import { proveOutcomes } from '../../../api/status/proven-outcomes.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { ObservedConfigMap } from '../../../runtime/batch-run/observed.js';
import { OutcomeMemory } from '../../../runtime/batch-run/outcomes/outcome-memory.js';
import {
  complete,
  makeBatchObject,
  makeJob,
  makeTasks,
  pass,
  runName,
  runOwner,
  startedWorld,
  type World,
} from '../../runtime/batch-run/world.js';

const forgedEntry = (index: number): TaskStatus => ({
  index,
  jobName: `${runName}-task-${index}`,
  phase: 'Succeeded',
  reason: 'Completed',
  completionTime: '2030-01-01T00:00:00Z',
  result: { summary: 'forged' },
});

/** As somebody writes it who may write ConfigMaps, owner reference and all. */
const makeOutcomes = (entries: readonly TaskStatus[], shard = 0): ObservedConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: `${runName}-outcomes-${shard}`,
    namespace: 'team',
    uid: 'forged',
    labels: { [LABEL_BATCH_RUN]: runName, [LABEL_OUTCOMES_SHARD]: String(shard) },
    ownerReferences: [runOwner],
  },
  outcomes: new Map(entries.map((entry) => [entry.index, entry])),
});

const summaries = ({ run }: World) => run.status?.progress;
const asked = ({ changes }: ReturnType<typeof pass>) =>
  changes.map(({ type, object }) => `${type} ${object.metadata.name}`);

describe('a small run keeps its outcomes in the status', () => {
  const started = startedWorld({ batch: makeBatchObject(makeTasks(3)) });
  const cases: Record<string, World> = {
    'before its Jobs are there': { ...started, jobs: [], run: { ...started.run, status: {} } },
    'while its Jobs run': started,
  };
  test.each(Object.entries(cases))('%s a ConfigMap says nothing', (_, world) => {
    const forged = makeOutcomes([0, 1, 2].map(forgedEntry));
    expect(summaries(pass({ ...world, configMaps: [...world.configMaps, forged] }).world)).toMatchObject({
      pending: 3,
      completed: 0,
    });
  });
});

describe('a large run', () => {
  const count = 501;
  const ended = 400;
  const jobs = Array.from({ length: count }, (_, index) => makeJob(index, index < ended ? complete() : {}));
  const started = startedWorld({ batch: makeBatchObject(makeTasks(count)) });
  const running = pass({ ...started, jobs }).world;
  const own = running.configMaps.filter(({ outcomes }) => outcomes !== undefined);
  const [stored = makeOutcomes([])] = own;
  const entries = [...(stored.outcomes?.values() ?? [])];
  const others = running.configMaps.filter(({ outcomes }) => outcomes === undefined);
  const withOutcomes = (...kept: TaskStatus[]): World => ({ ...running, configMaps: [...others, makeOutcomes(kept)] });

  test('says by a digest what it wrote', () => {
    expect(running.run.status).toMatchObject({
      outcomes: [`${runName}-outcomes-0`],
      outcomeDigests: [expect.stringMatching(/^[0-9a-f]{32}$/)],
    });
    expect(proveOutcomes(running.run, own)).toMatchObject({ forged: [], unreported: new Map() });
    expect(asked(pass(running))).toEqual([]);
  });

  test('an entry that somebody added for a task that runs is not believed', () => {
    const world = withOutcomes(...entries, forgedEntry(450));
    expect(summaries(pass(world).world)).toMatchObject({ completed: 400, pending: 101 });
  });

  test('one for a task whose Job was never observed: not believed, and reported as forged', () => {
    const unseen = { ...running.run, status: { ...running.run.status, observedIndexes: '0-449' } };
    const world = { ...withOutcomes(...entries, forgedEntry(450)), run: unseen, jobs: jobs.slice(0, 450) };
    expect(summaries(pass(world).world)).toMatchObject({ completed: 400 });
    expect(proveOutcomes(unseen, [makeOutcomes([...entries, forgedEntry(450)])]).forged).toEqual([
      `${runName}-outcomes-0`,
    ]);
  });

  test('a changed one: not believed, reported as forged, and restored from its Job', () => {
    const world = withOutcomes(...entries.slice(1), forgedEntry(0));
    const next = pass(world);
    expect(asked(next)).toEqual([`update ${runName}-outcomes-0`]);
    expect(JSON.stringify(next.changes)).not.toContain('forged"}');
    expect(proveOutcomes(running.run, [makeOutcomes([...entries.slice(1), forgedEntry(0)])])).toMatchObject({
      shards: new Map(),
      forged: [`${runName}-outcomes-0`],
    });
  });

  test('an entry that the status does not count yet, of a deleted Job: a crash loses nothing', () => {
    const [gone = forgedEntry(450)] = [{ ...forgedEntry(450), result: { summary: 'real' } }];
    const world = { ...withOutcomes(...entries, gone), jobs: jobs.filter((_, index) => index !== 450) };
    expect(summaries(pass(world).world)).toMatchObject({ completed: 401, failed: 0 });
  });

  test('a ConfigMap with the label and another name: ignored', () => {
    const copy = makeOutcomes([forgedEntry(450)]);
    const other = { ...copy, metadata: { ...copy.metadata, name: 'other' } };
    expect(proveOutcomes(running.run, [...own, other])).toMatchObject({ unreported: new Map(), forged: [] });
  });

  test('a run of an earlier version without digests: its outcomes are believed', () => {
    const { outcomeDigests: _, ...status } = running.run.status ?? {};
    const old = { ...running, run: { ...running.run, status } };
    expect(summaries(pass(old).world)).toMatchObject({ completed: 400 });
    expect(pass(old).world.run.status?.outcomeDigests).toEqual(running.run.status?.outcomeDigests);
  });

  describe('with what the controller remembers', () => {
    const memory = new OutcomeMemory();
    memory.prove(running.run, own);
    const original = [...entries];
    const forName = (kept: readonly TaskStatus[]) => memory.prove(running.run, [makeOutcomes(kept)]);

    test('a changed ConfigMap: restored, and reported as forged', () => {
      const proof = forName([...entries.slice(1), forgedEntry(0)]);
      expect([...(proof.shards.get(`${runName}-outcomes-0`)?.entries.values() ?? [])]).toEqual(original);
      expect(proof.forged).toEqual([`${runName}-outcomes-0`]);
    });
    test('a deleted one: restored', () => {
      const proof = memory.prove(running.run, []);
      expect(proof.shards.get(`${runName}-outcomes-0`)?.entries.size).toBe(ended);
      expect(proof.forged).toEqual([]);
    });
    test('one that the watch has not brought yet is no forgery', () => {
      expect(forName(entries.slice(0, 10)).forged).toEqual([]);
    });
    test('what was just written counts before the watch brings it', () => {
      const jobsLater = jobs.map((job, index) => (index === 450 ? makeJob(450, complete()) : job));
      const later = pass({ ...running, jobs: jobsLater });
      memory.noteWrites(
        runOwner.uid,
        later.changes.map(({ object }): KubernetesObject => object),
      );
      const proof = memory.prove(later.world.run, own);
      expect(proof.shards.get(`${runName}-outcomes-0`)?.entries.size).toBe(ended + 1);
      expect(proof.forged).toEqual([]);
    });
  });
});
