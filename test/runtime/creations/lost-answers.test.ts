import { expect, test } from '@jest/globals';
import { ApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import type { ApiRequest } from '../../../packages/kubernetes-client/transport/api-request.js';
import { Restores } from '../../../runtime/caches/restores.js';
import { CreationHistory } from '../../../runtime/creations/creation-history.js';
import { RecentCreations } from '../../../runtime/creations/recent-creations.js';
import type { ChildFailure } from '../../../runtime/engine/reconcile/act.js';
import type { Change } from '../../../runtime/engine/reconcile/diff.js';
import { type Cluster, type Observed, reconcileOnce } from '../../../runtime/engine/reconcile/reconcile-once.js';
import { type Dice, throwDice } from '../../faults/dice.js';
import { makeJob, makeRun, type Run } from '../../kubernetes-client/make-objects.js';

const uid = 'run-uid';
const run = makeRun({ uid, creationTimestamp: '2026-01-01T00:00:00Z' });
const mostAtOnce = 4;
const names = Array.from({ length: 12 }, (_, i) => `task-${i}`);

/** An API server that may lose the answer to a creation, with Jobs that may end and go, and a controller's memory of it. */
class World implements Cluster<Observed<Run>, { readonly done: boolean }> {
  readonly kinds = { Job: 'createOnly' } as const;
  readonly births = new Map<string, number>();
  private readonly alive = new Set<string>();
  private readonly creations = new RecentCreations();
  private now = Date.parse('2026-01-01T01:00:00Z');
  private readonly restores = new Restores({ now: () => this.now });
  private readonly history: CreationHistory;
  /** By pass: what had to wait, and what was asked for beside it. */
  readonly passes: { readonly waited: readonly string[]; readonly asked: readonly string[] }[] = [];
  private waited: readonly string[] = [];

  constructor(
    private readonly dice: Dice,
    readonly lossPercent: number,
  ) {
    const transport = { request: async <T>(request: ApiRequest) => this.answer(request) as T };
    const { creations, restores } = this;
    restores.ruleOut(this.now);
    this.history = new CreationHistory('Job', { transport, creations, restores, workers: { isFollowing: () => true } });
  }

  private happens(percent: number): boolean {
    return this.dice.roll(100) < percent;
  }

  /** Time passes, the Lease may be renewed, and a Job that has ended may be deleted. */
  later(): void {
    this.now += 1000;
    if (this.happens(30)) this.restores.ruleOut(this.now - 500);
    for (const name of this.alive) if (this.happens(5)) this.alive.delete(name);
  }

  private answer({ query, path }: ApiRequest): unknown {
    if (!path.endsWith('/events')) throw new ApiError('gone', { code: 404, reason: 'NotFound', transient: false });
    const wanted = String(query?.['fieldSelector']);
    const born = [...this.births.keys()].filter((name) => !wanted.includes('.name=') || wanted.endsWith(`=${name}`));
    const time = new Date(this.now).toISOString();
    return {
      items: born.map((name) => ({
        metadata: { name: `e-${name}`, creationTimestamp: time },
        reason: 'SuccessfulCreate',
        involvedObject: { name },
        firstTimestamp: time,
      })),
    };
  }

  observe(): Observed<Run> {
    return { parent: run, children: [] };
  }

  /** What nobody has asked for, and what got no answer. */
  missing(): string[] {
    const known = this.creations.known(uid);
    const recent = this.creations.of(uid, this.now);
    return names.filter((name) => !known.has(name) && !recent.has(name));
  }

  async creationDoubts(_observed: Observed<Run>, changes: readonly Change[]) {
    const doubts = await this.history.doubtsOf(run, changes);
    this.waited = [...doubts.unsettled];
    return doubts;
  }

  async act(_observed: Observed<Run>, changes: readonly Change[]): Promise<readonly ChildFailure[]> {
    const asked = changes.map(({ object }) => object.metadata.name);
    this.passes.push({ waited: this.waited, asked });
    this.creations.note(uid, asked, this.now);
    const failures = changes.filter(({ object }) => !this.create(object.metadata.name));
    const lost = failures.map(({ object }) => object.metadata.name);
    this.creations.drop(uid, lost);
    this.creations.confirm(
      uid,
      asked.filter((name) => !lost.includes(name)),
    );
    this.creations.doubt(uid, lost, this.now);
    return failures.map((change) => ({ change, reason: 'Timeout', message: 'no answer', transient: true }));
  }

  /** Whether an answer came. */
  private create(name: string): boolean {
    const isLost = this.happens(this.lossPercent);
    if ((!isLost || this.happens(50)) && !this.alive.has(name)) {
      this.births.set(name, (this.births.get(name) ?? 0) + 1);
      this.alive.add(name);
    }
    return !isLost;
  }

  stillExists = async () => false;
  secondsBehind = async () => 0;
  prepare = async (observed: Observed<Run>) => observed;
  afterActing = (observed: Observed<Run>) => observed;
  writeStatus = async () => 'written' as const;

  pass(): Promise<unknown> {
    const desired = this.missing()
      .slice(0, mostAtOnce)
      .map((name) => makeJob(name));
    const report = () => ({ desired, status: { done: desired.length === 0 } });
    return reconcileOnce('a/run', this, { reconcile: report, explain: report }, this.now).catch(() => undefined);
  }
}

const seeds = Array.from({ length: 100 }, (_, i) => i + 1);

async function live(seed: number, lossPercent: number, passes: number): Promise<World> {
  const world = new World(throwDice(seed), lossPercent);
  for (let i = 0; i < passes; i += 1) {
    await world.pass();
    world.later();
  }
  return world;
}

test('100 worlds in which half of the answers are lost: no child is created twice', async () => {
  const worlds = await Promise.all(seeds.map((seed) => live(seed, 50, 40)));
  expect(worlds.flatMap(({ births }) => [...births.values()].filter((count) => count > 1))).toEqual([]);
});

test('100 worlds in which every third answer is lost: all children are created in the end', async () => {
  const worlds = await Promise.all(seeds.map((seed) => live(seed, 30, 300)));
  expect(worlds.filter(({ births }) => births.size < names.length)).toEqual([]);
});

test('a creation that waits for its answer holds back no other', async () => {
  const worlds = await Promise.all(seeds.map((seed) => live(seed, 30, 40)));
  const passes = worlds.flatMap((world) => world.passes).filter(({ waited }) => waited.length > 0);
  expect(passes.flatMap(({ waited, asked }) => asked.filter((name) => waited.includes(name)))).toEqual([]);
  expect(passes.filter(({ asked }) => asked.length > 0).length).toBeGreaterThan(100);
});
