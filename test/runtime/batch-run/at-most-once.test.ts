import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FakeClock } from '../../kubernetes-client/fake-clock.js';
import { ModelReplica } from './model-replica.js';
import { type Loss, ModelServer } from './model-server.js';
import { makeInlineRun, makeTasks, runName } from './world.js';

const TASKS = 3;

/** A run of three tasks, a server, and two replicas of which one leads. */
class ModelWorld {
  readonly clock = new FakeClock();
  readonly server = new ModelServer(() => this.clock.now());
  private replicas: [ModelReplica, ModelReplica];

  constructor() {
    const { metadata, ...run } = makeInlineRun(makeTasks(TASKS));
    const { name, namespace } = metadata;
    this.server.put('batchruns', { ...run, metadata: { name, ...(namespace && { namespace }), generation: 1 } });
    this.replicas = [new ModelReplica(this.server, this.clock), new ModelReplica(this.server, this.clock)];
    this.replicas[0].lead();
  }

  get leader(): ModelReplica {
    return this.replicas[0];
  }

  get standby(): ModelReplica {
    return this.replicas[1];
  }

  /** The leader dies; the standby leads with the caches that it has, and another stands by. */
  takeOver(): void {
    this.leader.kill();
    this.replicas = [this.standby, new ModelReplica(this.server, this.clock)];
    this.leader.lead();
  }

  /** The only replica dies, and lists again. */
  restart(): void {
    this.leader.kill();
    this.replicas = [new ModelReplica(this.server, this.clock), this.standby];
    this.leader.lead();
  }

  deliver(...kinds: ('batchruns' | 'jobs' | 'configmaps')[]): void {
    for (const kind of kinds) this.leader.deliver(kind);
  }

  /** Everything is delivered and answered, and every Job that there is ends. */
  async heal(): Promise<void> {
    for (let round = 0; round < 6; round++) {
      for (const loss of ['POST jobs', 'PATCH batchruns'] as const) delete this.server.lossOf[loss];
      for (const { metadata } of this.server.jobs) {
        this.server.beginJob(metadata.name);
        this.server.endJob(metadata.name);
      }
      this.deliver('batchruns', 'jobs', 'configmaps');
      await this.clock.advance(100);
    }
  }

  get reasons(): (string | undefined)[] | undefined {
    return this.server.run.status?.tasks?.map(({ reason }) => reason);
  }
}

const job = (index: number): string => `${runName}-task-${index}`;

let world: ModelWorld;
beforeEach(() => {
  world = new ModelWorld();
});

/** The run is planned, its Jobs are created, and their work has begun; the leader has seen them. */
async function begun(): Promise<void> {
  await world.clock.advance(5);
  world.deliver('batchruns', 'configmaps', 'jobs');
  await world.clock.advance(5);
  for (let index = 0; index < TASKS; index++) world.server.beginJob(job(index));
  world.deliver('batchruns', 'jobs');
  await world.clock.advance(5);
}

describe('a task runs once', () => {
  test('nothing goes wrong: each Job is created once, and all succeed', async () => {
    await begun();
    await world.heal();
    expect(world.reasons).toEqual(['Completed', 'Completed', 'Completed']);
    expect([...world.server.begun.values()]).toEqual([1, 1, 1]);
  });

  test('the answer to the status is lost, its watch lags, the Job is removed because the status tells its end', async () => {
    await begun();
    world.server.endJob(job(0));
    world.deliver('batchruns', 'jobs');
    await world.clock.advance(20);
    world.server.lossOf['PATCH batchruns'] = 'answer';
    await world.clock.advance(40);
    expect(world.server.run.status?.completedIndexes).toBe('0');
    world.server.deleteJob(job(0));
    world.deliver('jobs');
    await world.clock.advance(100);
    await world.heal();
    expect(world.reasons).toEqual(['Completed', 'Completed', 'Completed']);
    expect(world.server.begun.get(job(0))).toBe(1);
  });

  test('its Job is created and deleted while no watch tells: failed, and not created again', async () => {
    await world.clock.advance(5);
    world.server.beginJob(job(1));
    world.server.deleteJob(job(1));
    await world.clock.advance(100);
    await world.heal();
    expect(world.reasons).toEqual(['Completed', 'JobDeleted', 'Completed']);
    expect(world.server.begun.get(job(1))).toBe(1);
  });

  test('the answer to its creation is lost, and the Job is deleted before anybody saw it: not created again', async () => {
    await world.clock.advance(1);
    world.server.lossOf['POST jobs'] = 'answer';
    await world.clock.advance(1.5);
    world.server.beginJob(job(0));
    world.server.deleteJob(job(0));
    await world.heal();
    expect(world.reasons).toEqual(['JobDeleted', 'Completed', 'Completed']);
    expect(world.server.begun.get(job(0))).toBe(1);
  });

  test('its creation is lost on the way: created when asked again', async () => {
    await world.clock.advance(1);
    world.server.lossOf['POST jobs'] = 'request';
    await world.clock.advance(1.5);
    expect(world.server.jobs).toHaveLength(TASKS - 1);
    await world.heal();
    expect(world.reasons).toEqual(['Completed', 'Completed', 'Completed']);
  });

  test('one creation is lost, and the watch tells of the others before the pass ends: none is taken for deleted', async () => {
    await world.clock.advance(1);
    world.server.lossOf['POST jobs'] = 'request';
    world.server.onJob = () => world.deliver('jobs');
    await world.clock.advance(1.5);
    await world.heal();
    expect(world.reasons).toEqual(['Completed', 'Completed', 'Completed']);
  });

  test('the leader dies between its creations and its status, a Job is deleted, another leads: not created again', async () => {
    await world.clock.advance(1);
    world.server.lossOf['PATCH batchruns'] = 'request';
    await world.clock.advance(1.5);
    world.server.beginJob(job(2));
    world.server.deleteJob(job(2));
    world.restart();
    await world.heal();
    expect(world.server.begun.get(job(2))).toBe(1);
  });
});

type Step = (world: ModelWorld) => void | Promise<void>;

const index = fc.integer({ min: 0, max: TASKS - 1 });
const losses = fc.constantFrom<Loss>('answer', 'request');
const steps: fc.Arbitrary<[string, Step]> = fc.oneof(
  fc
    .constantFrom(0.5, 2, 5, 31, 61)
    .map((seconds): [string, Step] => [`${seconds} s`, ({ clock }) => clock.advance(seconds)]),
  fc
    .constantFrom('batchruns' as const, 'jobs' as const, 'configmaps' as const)
    .map((kind): [string, Step] => [`deliver ${kind}`, ({ leader }) => leader.deliver(kind)]),
  fc
    .constantFrom('batchruns' as const, 'jobs' as const)
    .map((kind): [string, Step] => [`deliver ${kind} to the standby`, ({ standby }) => standby.deliver(kind)]),
  fc
    .tuple(fc.constantFrom('POST jobs' as const, 'PATCH batchruns' as const), losses)
    .map(([line, loss]): [string, Step] => [
      `lose ${loss} of ${line}`,
      ({ server }) => {
        server.lossOf[line] = loss;
      },
    ]),
  index.map((i): [string, Step] => [`begin ${i}`, ({ server }) => server.beginJob(job(i))]),
  index.map((i): [string, Step] => [`end ${i}`, ({ server }) => server.endJob(job(i))]),
  index.map((i): [string, Step] => [`delete ${i}`, ({ server }) => server.deleteJob(job(i))]),
  fc.constant<[string, Step]>(['restart', (each) => each.restart()]),
  fc.constant<[string, Step]>(['take over', (each) => each.takeOver()]),
);

test('in any order of lost answers, lag, deletions, restarts and takeovers: at most once, and the run ends', async () => {
  const story = fc.array(steps, { minLength: 5, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(story, async (reported) => {
      const each = new ModelWorld();
      for (const [, step] of reported) await step(each);
      await each.heal();
      expect(Math.max(...each.server.begun.values(), 0)).toBeLessThanOrEqual(1);
      expect(each.server.run.status?.completionTime).toBeDefined();
    }),
    { numRuns: 60 },
  );
}, 120_000);
