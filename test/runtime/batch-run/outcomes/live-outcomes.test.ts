import { beforeEach, expect, test } from '@jest/globals';
import { ApiError } from '../../../../packages/kubernetes-client/transport/api-error.js';
import type { Transport } from '../../../../packages/kubernetes-client/transport/transport.js';
import type { ObservedConfigMap } from '../../../../runtime/batch-run/observed.js';
import { withLiveOutcomes } from '../../../../runtime/batch-run/outcomes/live-outcomes.js';
import { OutcomeMemory } from '../../../../runtime/batch-run/outcomes/outcome-memory.js';
import { reconcile } from '../../../../runtime/batch-run/reconcile.js';
import {
  complete,
  makeBatchObject,
  makeJob,
  makeTasks,
  now,
  observe,
  pass,
  startedWorld,
  type World,
} from '../world.js';

const count = 501;
const started = startedWorld({ batch: makeBatchObject(makeTasks(count)) });
const endedUntil = (end: number) =>
  Array.from({ length: count }, (_, index) => makeJob(index, index < end ? complete() : {}));
const version = (world: World, resourceVersion: string): World => ({
  ...world,
  configMaps: world.configMaps.map((configMap) => ({
    ...configMap,
    metadata: { ...configMap.metadata, resourceVersion },
  })),
});
const early = version(pass({ ...started, jobs: endedUntil(300) }).world, '7');
/** The status tells of 400; every Job that ended is gone, as after its time to live. */
const late = version(pass({ ...early, jobs: endedUntil(400) }).world, '9');
const running: World = { ...late, jobs: late.jobs.slice(400) };

const isOutcomes = ({ outcomes }: ObservedConfigMap) => outcomes !== undefined;
const withConfigMaps = (world: World, configMaps: readonly ObservedConfigMap[]): World => ({
  ...world,
  configMaps: [...world.configMaps.filter((configMap) => !isOutcomes(configMap)), ...configMaps],
});

/** An API server that holds these, and counts what it is asked for. */
class LiveServer {
  readonly asked: string[] = [];
  constructor(private readonly configMaps: readonly ObservedConfigMap[]) {}
  readonly transport = {
    request: async ({ method, path }: { method: string; path: string }) => {
      this.asked.push(path);
      if (method !== 'GET')
        throw new ApiError('read only', { code: 405, reason: 'MethodNotAllowed', transient: false });
      const found = this.configMaps.find(({ metadata }) => path.endsWith(`/configmaps/${metadata.name}`));
      if (!found) throw new ApiError('not found', { code: 404, reason: 'NotFound', transient: false });
      const data = [...(found.outcomes ?? [])].map(([index, entry]) => [index, JSON.stringify(entry)]);
      return { ...found, data: Object.fromEntries(data) };
    },
  } as unknown as Transport;
}

let memory: OutcomeMemory;
beforeEach(() => {
  memory = new OutcomeMemory();
});

async function lookAgain(cached: World, server: LiveServer) {
  const observed = observe(cached);
  const live = await withLiveOutcomes(server.transport, observed, memory);
  const { status } = reconcile({ ...observed, ...live }, now);
  return { forged: live.outcomes.forged, outcomes: status.outcomeDigests, children: live.children };
}

const own = late.configMaps.filter(isOutcomes);
const stale = early.configMaps.filter(isOutcomes);
const forged = own.map((configMap) => ({
  ...configMap,
  metadata: { ...configMap.metadata, resourceVersion: '11' },
  outcomes: new Map([...(configMap.outcomes ?? [])].map(([index, entry]) => [index, { ...entry, message: 'forged' }])),
}));

const namesOf = ({ jobs, configMaps }: World) => [...jobs, ...configMaps].map(({ metadata }) => metadata.name).sort();
const withVersion = (configMaps: readonly ObservedConfigMap[], resourceVersion: string) =>
  configMaps.map((configMap) => ({ ...configMap, metadata: { ...configMap.metadata, resourceVersion } }));
const shard = '/api/v1/namespaces/team/configmaps/update-001-outcomes-0';

const cases: Record<string, { cached: readonly ObservedConfigMap[]; server: readonly ObservedConfigMap[] }> = {
  'the watch is behind after a restart': { cached: stale, server: own },
  'the watch has not brought the ConfigMap at all': { cached: [], server: own },
  'a forgery that was put back since': { cached: forged, server: own },
};
test.each(Object.entries(cases))('%s: nothing is forged, and no outcome is lost', async (_, { cached, server }) => {
  const seen = await lookAgain(withConfigMaps(running, cached), new LiveServer(server));
  expect(seen).toMatchObject({ forged: [], outcomes: late.run.status?.outcomeDigests });
  expect(seen.children.map(({ metadata }) => metadata.name).sort()).toEqual(namesOf(withConfigMaps(running, own)));
});

test('a real forgery is reported, and read once', async () => {
  const server = new LiveServer(forged);
  const seen = [
    await lookAgain(withConfigMaps(running, forged), server),
    await lookAgain(withConfigMaps(running, forged), server),
  ];
  expect(seen.map(({ forged: names }) => names)).toEqual([['update-001-outcomes-0'], ['update-001-outcomes-0']]);
  expect(server.asked).toEqual([shard]);
});

test('a forgery that the watch shows in an earlier version: read until the watch has caught up', async () => {
  const server = new LiveServer(withVersion(forged, '12'));
  await lookAgain(withConfigMaps(running, forged), server);
  await lookAgain(withConfigMaps(running, forged), server);
  await lookAgain(withConfigMaps(running, withVersion(forged, '12')), server);
  await lookAgain(withConfigMaps(running, withVersion(forged, '12')), server);
  expect(server.asked).toEqual([shard, shard, shard]);
});

test('a ConfigMap that is gone from the server: it is no child any more, and its absence is believed at once', async () => {
  const server = new LiveServer([]);
  const seen = await lookAgain(withConfigMaps(running, forged), server);
  expect(seen.forged).toEqual([]);
  expect(seen.children.map(({ metadata }) => metadata.name).sort()).toEqual(namesOf(withConfigMaps(running, [])));
  await lookAgain(withConfigMaps(running, []), server);
  await lookAgain(withConfigMaps(running, []), server);
  expect(server.asked).toEqual([shard, shard]);
});

test('the server does not say: neither does the pass', async () => {
  const request = () =>
    Promise.reject(new ApiError('down', { code: 503, reason: 'ServiceUnavailable', transient: true }));
  const observed = observe(withConfigMaps(running, forged));
  const look = withLiveOutcomes({ request } as unknown as Transport, observed, memory);
  await expect(look).rejects.toThrow('down');
});

test('what matches is not read', async () => {
  const server = new LiveServer([]);
  await lookAgain(running, server);
  expect(server.asked).toEqual([]);
});
