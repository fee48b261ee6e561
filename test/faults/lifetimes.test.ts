import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { BatchRun } from '../../api/generated/kinds.js';
import { inClusterConnection } from '../../packages/kubernetes-client/connection/in-cluster.js';
import { wait } from '../../packages/work-queue/clock.js';
import { runStatus } from '../runtime/batch-run/local-cluster.js';
import { type FaultWorld, namespace, startFaultWorld } from './fault-world.js';
import type { FinalWorld } from './final-world.js';
import { createRuns, endingOf, working } from './six-tasks.js';

let world: FaultWorld;
let healthy: FinalWorld;

beforeAll(async () => {
  world = await startFaultWorld({ endingOf });
  createRuns(world);
  await world.startReplica();
  await working(world);
  world.node.finish();
  healthy = await world.over();
  await world.stop();
});

beforeEach(async () => {
  world = await startFaultWorld({ endingOf });
  createRuns(world);
});

afterEach(() => world.stop());

async function finish(): Promise<FinalWorld> {
  await working(world);
  world.node.finish();
  return world.over();
}

/** Delays the answers to creations. */
const slowCreations = (milliseconds = 50) =>
  world.rules.add({ on: /^POST jobs/, fault: { kind: 'delay', milliseconds } });

describe('a replica', () => {
  test('stopped while it connects: stops normally, and another replica does the work', async () => {
    world.line.freeze();
    const first = await world.startReplica();
    await first.stop();
    world.line.heal();
    await world.startReplica();
    expect(await finish()).toEqual(healthy);
  });

  test('stopped in the middle of a pass: its requests complete, and another replica continues', async () => {
    const quick = slowCreations();
    const first = await world.startReplica();
    await world.births.reached('Job/run-task-0');
    await first.stop();
    quick();
    expect(world.metrics.count(/^POST 200$/)).toBeGreaterThanOrEqual(6);
    await world.startReplica();
    expect(await finish()).toEqual(healthy);
  });

  test('killed in the middle of a pass: another replica continues and creates nothing twice', async () => {
    const quick = slowCreations();
    const first = await world.startReplica();
    await world.births.reached('Job/run-task-0');
    await first.kill();
    quick();
    await world.startReplica();
    expect(await finish()).toEqual(healthy);
    expect(world.metrics.count(/^POST 0$/)).toBeGreaterThan(0);
  });

  test('killed while everything runs, and everything finishes before the next starts: the same outcome', async () => {
    const first = await world.startReplica();
    await working(world);
    await first.kill();
    world.node.finish();
    await world.startReplica();
    expect(await finish()).toEqual(healthy);
  });

  test('started twice: two run at the same time, and nothing is created twice', async () => {
    await world.stop();
    world = await startFaultWorld({ endingOf });
    slowCreations(1000);
    const both = [await world.startReplica(), await world.startReplica()];
    await Promise.all(both.map(({ reconcilers }) => reconcilers.started));
    createRuns(world);
    // Whether they collide depends on the machine; what comes of it does not.
    expect(await finish()).toEqual(healthy);
  });

  test('whose informers are started twice: lists each resource once', async () => {
    const { reconcilers } = await world.startReplica();
    for (const informer of Object.values(reconcilers.informers)) informer.start();
    expect(await finish()).toEqual(healthy);
    expect(world.metrics.count(/^relist jobs$/)).toBe(1);
  });

  test('whose passes throw: retried with backoff, counted, and other runs continue', async () => {
    const { reconcilers } = await world.startReplica();
    const { store } = reconcilers.informers.jobs;
    const list = store.list.bind(store);
    let left = 8;
    store.list = (...query) => {
      left -= 1;
      if (left >= 0) throw new Error('a defect');
      return list(...query);
    };
    expect(await finish()).toEqual(healthy);
    expect(world.metrics.count(/^pass batch-run failed$/)).toBeGreaterThanOrEqual(5);
    expect(world.metrics.count(/^pass task-run failed$/)).toBe(0);
  });
});

describe('the time of day', () => {
  const jumps: Record<string, number> = { 'an hour ahead': 3600, 'an hour back': -3600, 'a second back': -1 };

  test.each(Object.entries(jumps))('jumps %s while everything runs: the same outcome', async (_, seconds) => {
    await world.startReplica();
    await working(world);
    world.clock.jump(seconds);
    expect(await finish()).toEqual(healthy);
  });

  test('jumps an hour back after a refusal: the request is retried in time', async () => {
    const allow = world.rules.add({ on: /^POST jobs/, fault: { kind: 'status', code: 403, reason: 'Forbidden' } });
    await world.startReplica();
    await world.metrics.reached(/^POST 403$/, 12);
    world.clock.jump(-3600);
    allow();
    expect(await finish()).toEqual(healthy);
  });
});

describe('a token on disk', () => {
  let directory: string;
  const mount = (token: string) => {
    for (const [file, content] of Object.entries({ token, namespace, 'ca.crt': world.server.caPem })) {
      writeFileSync(join(directory, file), content);
    }
  };
  const connect = () =>
    inClusterConnection({ host: '127.0.0.1', port: String(world.line.port), directory, clock: world.clock });

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'test-token-'));
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  test('that expired and is renewed: counted as 401, and used as soon as it exists', async () => {
    mount('expired');
    await world.startReplica(await connect());
    await world.metrics.reached(/^GET 401$/, 20);
    mount(world.server.token);
    expect(await finish()).toEqual(healthy);
  });

  test('that is half written while everything runs: the same outcome', async () => {
    mount(world.server.token);
    await world.startReplica(await connect());
    await working(world);
    mount('');
    // The token is read again after ten seconds.
    await wait(world.clock, 11);
    world.line.cut();
    await world.metrics.reached(/^GET 401$/, 5);
    mount(world.server.token);
    expect(await finish()).toEqual(healthy);
  });
});

describe('while watches are down', () => {
  const withoutWatches = async (change: () => void) => {
    const see = world.rules.add({ on: /^WATCH/, fault: { kind: 'status', code: 503, reason: 'ServiceUnavailable' } });
    world.line.cut();
    await world.metrics.reached(/^watch jobs ServiceUnavailable$/);
    change();
    see();
  };
  /** Resolves when the status counts every Job. */
  const seen = () => runStatus(world.api, 'run', ({ observedIndexes }) => observedIndexes === '0-5');
  const deleteJob = (index: number) =>
    world.api.delete('jobs.batch', namespace, `run-task-${index}`, { propagationPolicy: 'Background' });

  const reasons = (final: FinalWorld) =>
    (final.statuses['BatchRun/run'] as BatchRun['status'])?.tasks?.map(({ reason }) => reason);

  test('a Job is deleted: its task fails and does not run again; the others are unchanged', async () => {
    await world.startReplica();
    await seen();
    await withoutWatches(() => deleteJob(0));
    const final = await finish();
    expect(reasons(final)).toEqual(['JobDeleted', 'AgentFailed', 'Completed', 'Completed', 'AgentFailed', 'Completed']);
    expect(final.births).toMatchObject({ 'Job/run-task-0': 1 });
  });

  test('a Job is replaced by one of the same name without an owner: its task fails, and that Job stays', async () => {
    await world.startReplica();
    await seen();
    await withoutWatches(() => {
      const { metadata, ...job } = world.api.get('jobs.batch', namespace, 'run-task-0') ?? { metadata: { name: '' } };
      deleteJob(0);
      const { name, labels = {} } = metadata;
      world.api.create('jobs.batch', { apiVersion: '', kind: '', ...job, metadata: { name, namespace, labels } });
    });
    expect(reasons(await finish())?.[0]).toBe('JobDeleted');
    expect(world.api.get('jobs.batch', namespace, 'run-task-0')?.metadata.ownerReferences).toBeUndefined();
  });

  test('the run is replaced by one of the same name: the new one is another run', async () => {
    await world.startReplica();
    await seen();
    const replaced = () => world.api.get('batchruns.kubetask.io', namespace, 'run');
    const before = replaced()?.metadata.uid;
    await withoutWatches(() => {
      const { spec = {} } = (replaced() ?? {}) as BatchRun;
      world.api.delete('batchruns.kubetask.io', namespace, 'run', { propagationPolicy: 'Background' });
      const metadata = { name: 'run', namespace };
      world.api.create('batchruns.kubetask.io', {
        apiVersion: 'kubetask.io/v1alpha1',
        kind: 'BatchRun',
        metadata,
        ...{ spec },
      });
    });
    world.node.finish();
    const final = await world.over();
    expect(final.statuses).toEqual(healthy.statuses);
    expect(final.births).toMatchObject({ 'Job/run-task-0': 2, 'Job/run-task-5': 2 });
    expect(world.api.get('jobs.batch', namespace, 'run-task-0')?.metadata.ownerReferences?.[0]?.uid).not.toBe(before);
  });
});

test('a Job of the same name without an owner: reported, left alone, and created once it is deleted', async () => {
  world.api.create('jobs.batch', {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'run-task-0', namespace, labels: { app: 'another' } },
    ...{
      spec: { suspend: true, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } } },
    },
  });
  await world.startReplica();
  await world.metrics.reached(/^POST 409$/);
  await world.births.reached('Job/run-task-5');
  world.api.delete('jobs.batch', namespace, 'run-task-0', { propagationPolicy: 'Background' });
  world.node.finish();
  expect((await world.over()).statuses).toEqual(healthy.statuses);
});
