import { describe, expect, test } from '@jest/globals';
import type { TaskStatus } from '../../../api/generated/kinds.js';
import { ANNOTATION_TASK_KEY, LABEL_OUTCOMES_SHARD } from '../../../api/labels.js';
import { outcomeDigest } from '../../../api/status/outcome-digest.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { resolveTemplate } from '../../../runtime/batch-run/template/template.js';
import type { Change } from '../../../runtime/engine/reconcile/diff.js';
import type { ObservedPod } from '../../../runtime/pod/observed-pod.js';
import {
  changedBatch,
  complete,
  failed,
  makeBatchObject,
  makeJob,
  makePod,
  makeRun,
  makeTasks,
  now,
  pass,
  startedWorld,
  type World,
} from './world.js';

const MIB = 1024 * 1024;
const bytes = (object: unknown): number => Buffer.byteLength(JSON.stringify(object));

const jobsOf = (count: number, statusOf: (index: number) => ReturnType<typeof complete>) =>
  Array.from({ length: count }, (_, index) => makeJob(index, statusOf(index)));

const isShard = ({ object }: Change): boolean => object.metadata.name.endsWith('-outcomes-0');

/** An agent that fills the result as far as its schema and 4 KB allow. */
function wordyPod(index: number, character: string): ObservedPod {
  const text = (length: number) => character.repeat(length);
  const result = {
    summary: text(512),
    pr: text(512),
    branch: text(255),
    commit: text(64),
    verdict: text(64),
    costUsd: 0.1,
    tokens: { input: 5, output: 4, cached: 3, total: 9 },
    turns: 3,
    model: text(256),
    durationSeconds: 60,
    sessionId: text(256),
    error: text(512),
    claims: ['pr', 'branch', 'commit', 'verdict'],
  };
  const message = JSON.stringify(result);
  return makePod(index, {
    phase: 'Failed',
    reason: 'Evicted',
    message: text(2000),
    containerStatuses: [{ name: 'agent', state: { terminated: { exitCode: 1, message } } }],
  });
}

describe('10,000 tasks', () => {
  const count = 10_000;
  const started: World = {
    ...startedWorld({ batch: makeBatchObject(makeTasks(1)) }),
    batch: makeBatchObject(makeTasks(count)),
  };
  const planned: World = {
    ...started,
    run: { ...started.run, status: pass({ ...started, run: { ...started.run, status: {} } }).outcome.status },
  };

  test('that all fail at length: every object stays below 1 MiB', () => {
    const characters = ['x', '"', '\u0001', '😀'];
    const jobs = jobsOf(count, (index) => (index % 2 === 0 ? failed() : complete()));
    const pods = jobs.map((_, index) => wordyPod(index, characters[Math.floor(index / 500) % 4] ?? ''));
    const { changes, outcome } = pass({ ...planned, jobs, pods });
    const sizes = [...changes.map(({ object }) => bytes(object)), bytes({ ...planned.run, status: outcome.status })];
    expect(changes).toHaveLength(20);
    expect(Math.max(...sizes)).toBeLessThan(MIB);
  });

  test('that run, end and wait: counters are exact and what runs is shown first', () => {
    const jobs = jobsOf(count, (index) => (index < 4000 ? complete() : index < 5000 ? failed() : {}));
    const pods = Array.from({ length: 300 }, (_, i) => makePod(5000 + i, { phase: 'Running' }));
    const { status } = pass({ ...planned, jobs, pods }).outcome;
    expect(status.progress).toEqual({ total: count, pending: 4700, running: 300, completed: 4000, failed: 1000 });
    expect(status.completedIndexes).toBe('0-3999');
    expect(status.failedIndexes).toBe('4000-4999');
    expect(status.outcomes).toHaveLength(10);
    expect(status.tasks).toHaveLength(500);
    expect(status.tasks?.filter(({ phase }) => phase === 'Running')).toHaveLength(300);
    expect(status.tasks?.map(({ index }) => index)).toEqual(
      [...(status.tasks ?? [])].map(({ index }) => index).sort((a, b) => a - b),
    );
  });
});

describe('a run too large for its status', () => {
  const count = 501;
  const template = resolveTemplate({ run: makeRun(), batch: makeBatchObject(makeTasks(count)), workspace: undefined });
  const planned = template.kind === 'Planned' ? template.plan : undefined;
  const started = startedWorld({ batch: makeBatchObject(makeTasks(count)) });
  const { changes, world } = pass({ ...started, jobs: jobsOf(count, (index) => (index < 500 ? complete() : {})) });

  test('keeps each outcome under its index', () => {
    const [{ object } = { object: undefined }] = changes;
    const { metadata, data = {} } = object as KubernetesObject & { data?: Record<string, string> };
    expect(metadata).toMatchObject({ name: 'update-001-outcomes-0', labels: { [LABEL_OUTCOMES_SHARD]: '0' } });
    const entry: TaskStatus = JSON.parse(data['499'] ?? '{}');
    expect(entry).toMatchObject({
      index: 499,
      phase: 'Succeeded',
      jobName: 'update-001-task-499',
      key: planned?.tasks[499]?.identity().key,
      name: 'myorg/service-499',
    });
  });

  test('keeps the key of a task that the status had no room for, although its Batch has changed', () => {
    const annotations = { [ANNOTATION_TASK_KEY]: 'a1b2c3' };
    const jobs = [...jobsOf(500, () => ({})), makeJob(500, failed(), { annotations })];
    const next = pass({ ...started, jobs, batch: changedBatch });
    const { object } = next.changes.find(({ object }) => object.metadata.name.endsWith('-outcomes-1')) ?? {};
    const { data = {} } = object as KubernetesObject & { data?: Record<string, string> };
    expect(JSON.parse(data['500'] ?? '{}')).toMatchObject({ phase: 'Failed', key: 'a1b2c3' });
  });

  test('writes only what is new, and only over what it has seen', () => {
    const seen = world.configMaps.map((configMap) => ({
      ...configMap,
      metadata: { ...configMap.metadata, resourceVersion: '7' },
    }));
    const next = pass({
      ...world,
      configMaps: seen,
      jobs: jobsOf(count, (index) => (index < 500 ? complete() : failed())),
    });
    expect(next.changes.map(({ type, object }) => `${type} ${object.metadata.name}`)).toEqual([
      'create update-001-outcomes-1',
    ]);
    const lost = seen.map((configMap) => ({ ...configMap, outcomes: new Map() }));
    const again = pass({ ...world, configMaps: lost });
    expect(again.changes.map(({ type, object }) => [type, object.metadata.resourceVersion])).toEqual([['update', '7']]);
  });

  test('remembers an outcome although its Job is gone', () => {
    const next = pass({ ...world, jobs: world.jobs.slice(250) });
    expect(next.outcome.status.progress).toMatchObject({ completed: 500, failed: 0 });
  });

  test('believes outcomes of an earlier version, whose tokens are a number, and writes them no more', () => {
    const configMaps = world.configMaps.map((configMap) => ({
      ...configMap,
      ...(configMap.outcomes && {
        outcomes: new Map(
          [...configMap.outcomes].map(([index, entry]) => [index, { ...entry, result: { tokens: 12 } as never }]),
        ),
      }),
    }));
    const [shard] = configMaps.flatMap(({ outcomes }) => outcomes ?? []);
    const status = { ...world.run.status, outcomeDigests: [outcomeDigest(shard?.values() ?? [])] };
    const next = pass({ ...world, run: { ...world.run, status }, configMaps, jobs: world.jobs.slice(250) });
    expect(next.outcome.status).toMatchObject({
      progress: { completed: 500, failed: 0 },
      outcomeDigests: status.outcomeDigests,
    });
    expect(next.changes.map(({ object }) => object.metadata.name)).toEqual([]);
  });

  test('remembers at least the phase when the ConfigMap is gone too', () => {
    const configMaps = world.configMaps.filter(({ metadata }) => !metadata.name.includes('outcomes'));
    const next = pass({ ...world, configMaps, jobs: world.jobs.slice(250) });
    expect(next.outcome.status.progress).toMatchObject({ completed: 500, failed: 0 });
  });

  describe('an outcome is lost while its Job stays: what is stored again says how the Job ended', () => {
    const lost = world.configMaps.filter(({ metadata }) => !metadata.name.includes('outcomes'));
    const justFailed = { ...world.run.status, completedIndexes: '1-499', failedIndexes: '0' };
    const cases: Record<string, { world: Partial<World>; want: Partial<TaskStatus> }> = {
      'its Pod is gone': { world: { jobs: [makeJob(0, complete(5))] }, want: { reason: 'Completed' } },
      'its Pod is still seen to run': {
        world: { jobs: [makeJob(0, complete())], pods: [makePod(0, { phase: 'Running' })] },
        want: { reason: 'Completed' },
      },
      'it failed, and its Pod is gone': {
        world: { jobs: [makeJob(0, failed('Simulated', 5))], run: { ...world.run, status: justFailed } },
        want: { reason: 'JobFailed' },
      },
      'the Job says otherwise than the status': {
        world: { jobs: [makeJob(0, failed())] },
        want: { reason: 'Completed', message: 'its outcome is no longer stored' },
      },
    };
    test.each(Object.entries(cases))('%s', (_, { world: found, want }) => {
      const { object } = pass({ ...world, configMaps: lost, ...found }).changes.find(isShard) ?? {};
      const { data = {} } = object as KubernetesObject & { data?: Record<string, string> };
      expect(JSON.parse(data['0'] ?? '{}')).toMatchObject(want);
    });
  });

  test('believes a stored outcome that the status does not tell of yet', () => {
    const crashed = {
      ...world,
      run: { ...world.run, ...(started.run.status && { status: started.run.status }) },
      jobs: [],
    };
    expect(pass(crashed).outcome.status.progress).toMatchObject({ completed: 500, failed: 1 });
  });

  test('does not move on when an outcome was not stored', () => {
    const failures = changes.map((change) => ({ change, reason: 'Conflict', message: 'changed', transient: true }));
    const { status } = pass({ ...started, jobs: jobsOf(count, () => complete()) }, now, failures).outcome;
    expect(status).toBe(started.run.status);
  });

  test('says why when an outcome can never be stored', () => {
    const failures = changes.map((change) => ({
      change,
      reason: 'Forbidden',
      message: 'exceeded quota',
      transient: false,
    }));
    const { status } = pass({ ...started, jobs: jobsOf(count, () => complete()) }, now, failures).outcome;
    expect(status.progress).toEqual(started.run.status?.progress);
    expect(status.conditions?.[0]).toMatchObject({ reason: 'CreateFailed', message: 'exceeded quota' });
  });
});
