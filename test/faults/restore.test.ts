import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { type FaultWorld, startFaultWorld } from './fault-world.js';
import { createRuns, endingOf, working } from './six-tasks.js';

/** The API server is restored from a backup while a replica runs. */
let world: FaultWorld;

beforeEach(async () => {
  world = await startFaultWorld({ endingOf, elects: true });
  createRuns(world);
});

afterEach(() => world.stop());

const versions: Record<string, number> = { 'raised versions': 1_000_000, 'the versions of the backup': 0 };

/** As much as happens in a cluster within a minute; the server does not come to this version again by itself. */
function goOn(resources: readonly string[] = []): void {
  const { api } = world;
  const lease = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'lease', namespace: 'default' } };
  if (!api.get('configmaps', 'default', 'lease')) api.create('configmaps', lease);
  for (let renewal = 0; renewal < 1000; renewal++)
    api.update('configmaps', { ...lease, ...{ data: { renewal: `${renewal} ${Math.random()}` } } });
  for (const resource of resources) for (const object of api.list(resource)) api.update(resource, seen(object));
}

const seen = (object: KubernetesObject): KubernetesObject => ({
  ...object,
  metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, seen: 'true' } },
});

/** The versions of all that a replica writes, but for its Lease. */
const written = (): string =>
  ['batchruns.kubetask.io', 'taskruns.kubetask.io', 'jobs.batch', 'pods', 'configmaps']
    .flatMap((resource) => world.api.list(resource))
    .map(({ metadata }) => metadata.resourceVersion)
    .join();

/**
 * Resolves when nothing was written for a while. A status whose answer is cut off may be decided again only after a watch has
 * reported it, so it must not be on its way when watches stop.
 */
async function atRest(): Promise<void> {
  let before = '';
  for (let unchanged = 0; unchanged < 20; unchanged = before === written() ? unchanged + 1 : 0) {
    before = written();
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const twice = () => [...world.births.counts].filter(([, count]) => count > 1);

describe('with', () => {
  test.each(Object.entries(versions))(
    '%s, without what was created and got no answer: it is not created again',
    async (_how, bumpRevision) => {
      const backup = world.server.snapshot();
      const unseen = world.rules.add({ on: /^WATCH (jobs|pods)/, fault: { kind: 'freeze', afterBytes: 0 } });
      const unanswered = world.rules.add({ on: /^POST (jobs|pods)/, fault: { kind: 'reset', afterBytes: 0 } });
      await world.startReplica();
      await working(world);
      goOn(['batchruns.kubetask.io', 'taskruns.kubetask.io']);
      unseen();
      world.server.restore(backup, { bumpRevision });
      unanswered();
      world.line.cut();
      world.node.finish();
      await world.over();
      expect(twice()).toEqual([]);
    },
  );

  test.each(Object.entries(versions))(
    '%s, without the last statuses, of which no watch has reported: every run ends again',
    async (_how, bumpRevision) => {
      await world.startReplica();
      await working(world);
      await atRest();
      goOn();
      const backup = world.server.snapshot();
      const unseen = world.rules.add({
        on: /^WATCH (batchruns|taskruns)/,
        fault: { kind: 'freeze', afterBytes: 0 },
      });
      world.line.cut();
      world.node.finish();
      await world.over();
      goOn(['jobs.batch', 'pods']);
      world.server.restore(backup, { bumpRevision });
      unseen();
      await world.over();
      expect(twice()).toEqual([]);
    },
  );
});

test('the server has passed the known version before anybody asks, and the Lease tells: every run ends again', async () => {
  const { restores } = await world.startReplica();
  await working(world);
  const backup = world.server.snapshot();
  world.node.finish();
  await world.over();
  world.line.freeze();
  world.server.restore(backup);
  goOn();
  world.line.heal();
  world.line.cut();
  restores.report();
  await world.over();
  expect(twice()).toEqual([]);
});
