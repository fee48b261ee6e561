import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTektonCluster } from '../../packages/embedded-cluster/test/tekton/tekton-cluster.js';
import type { PipelineRun, TaskRun } from '../../packages/embedded-cluster/testing.js';
import { loadConnection } from '../../packages/kubernetes-client/connection/load-connection.js';
import type { Condition } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { type Case, cases, type Ended } from './pipeline-run-cases.js';
import type { ServerUnderTest } from './server-under-test.js';
import { createWorld, merge, type World } from './world.js';

/** All runs execute at the same time, and a real cluster needs seconds for each Pod. */
const patience = 240_000;

const { USE_EXISTING_CLUSTER: existing, TEKTON_STEP_IMAGE: image = 'any' } = process.env;

/** The embedded cluster, and an existing one with Tekton if `TEKTON_STEP_IMAGE` names an image with a shell. */
const servers: Record<string, () => Promise<ServerUnderTest>> = {
  'the embedded cluster': startEmbedded,
  ...(existing === 'true' && image !== 'any' && { 'an existing cluster with Tekton': useExisting }),
};

async function startEmbedded(): Promise<ServerUnderTest> {
  const cluster = await startTektonCluster();
  const { url, token, caPem } = cluster.server;
  const credentials = { headers: { authorization: `Bearer ${token}` }, tls: { ca: caPem } };
  const connection = { server: new URL(url), namespace: 'default', credentials: async () => credentials };
  return { connection, controller: connection, runsJobs: false, bookmarkSeconds: 1, stop: cluster.stop };
}

async function useExisting(): Promise<ServerUnderTest> {
  const connection = await loadConnection({ env: process.env });
  return { connection, controller: connection, runsJobs: true, bookmarkSeconds: 10, stop: async () => {} };
}

const runs = '/apis/tekton.dev/v1/namespaces/<ns>/pipelineruns';
const taskRuns = '/apis/tekton.dev/v1/namespaces/<ns>/taskruns';

describe.each(Object.entries(servers))('a PipelineRun on %s', (_, start) => {
  let server: ServerUnderTest;
  let world: World;
  let ended: Readonly<Record<string, Ended>>;

  beforeAll(async () => {
    server = await start();
    world = await createWorld(server);
    const metadata = { name: 'hush' };
    await world.send('POST', 'secrets', { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { key: 'hi' } });
    await Promise.all(Object.entries(cases).map(([name, { spec }]) => create(world, name, spec)));
    await cancel(world, 'cancelled');
    ended = await allEnded(world);
  }, patience);
  afterAll(async () => {
    await world?.close();
    await server?.stop();
  }, patience);

  test.each(Object.entries(cases))('%s', (name, { want }) => expect(ended[name]).toEqual(want));
});

async function create({ send }: World, name: string, spec: Case['spec']): Promise<void> {
  const run = { apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', metadata: { name }, spec };
  const { code, body } = await send('POST', runs, JSON.stringify(run).replaceAll('<image>', image));
  if (code !== 201) throw new Error(`Cannot create ${name}: ${body['message']}`);
}

/** Once its first step runs. */
async function cancel({ send }: World, name: string): Promise<void> {
  const steps = async () => (await send<TaskRun>('GET', `${taskRuns}/${name}-a`)).body.status?.steps ?? [];
  while (!(await steps()).some(({ running }) => running)) await pause();
  await send('PATCH', `${runs}/${name}`, { spec: { status: 'Cancelled' } }, merge);
}

/** The outcome of each, when all have finished. */
async function allEnded({ send }: World): Promise<Record<string, Ended>> {
  for (;;) {
    const observed = (await send<List<PipelineRun>>('GET', runs)).body.items;
    const own = (await send<List<TaskRun>>('GET', taskRuns)).body.items;
    if ([...observed, ...own].every(isOver))
      return Object.fromEntries(observed.map((run) => [run.metadata.name, brief(run, own)]));
    await pause();
  }
}

interface List<Item> {
  readonly items: readonly Item[];
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 200));
const conditionOf = ({ status }: { status?: { conditions?: readonly Condition[] } }) => status?.conditions?.[0];
const isOver = (run: PipelineRun | TaskRun) => (conditionOf(run)?.status ?? 'Unknown') !== 'Unknown';

function brief(run: PipelineRun, all: readonly TaskRun[]): Ended {
  const { results = [], skippedTasks = [], childReferences = [] } = run.status ?? {};
  const { status, reason, message = '' } = conditionOf(run) ?? {};
  const tasks = childReferences.map(({ name, pipelineTaskName }) => {
    const taskRun = all.find(({ metadata }) => metadata.name === name);
    return [pipelineTaskName, taskRun ? taskText(taskRun) : 'gone'] as const;
  });
  return {
    verdict: `${status} ${reason}`,
    ...(message.startsWith('Tasks Completed') && { counts: message }),
    ...(results.length > 0 && { results: Object.fromEntries(results.map(({ name, value }) => [name, `${value}`])) }),
    ...(skippedTasks.length > 0 && { skipped: skippedTasks.map(({ name }) => name) }),
    ...(tasks.length > 0 && { tasks: Object.fromEntries(tasks) }),
  };
}

/** Their steps may have begun or not. */
const cutOff: ReadonlySet<string> = new Set(['TaskRunCancelled', 'TaskRunTimeout']);

function taskText(taskRun: TaskRun): string {
  const { steps = [], retriesStatus = [] } = taskRun.status ?? {};
  const before = retriesStatus.map((status) => `, tried again after ${conditionOf({ status })?.reason}`);
  const ends = steps.map(
    ({ name, terminated, terminationReason }) => `; ${name} ${terminated?.exitCode} ${terminationReason}`,
  );
  const reason = conditionOf(taskRun)?.reason ?? '';
  return [reason, ...before, ...(cutOff.has(reason) ? [] : ends)].join('');
}
