import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { ChildFailure } from '../../../runtime/engine/reconcile/act.js';
import type { CreationDoubts } from '../../../runtime/engine/reconcile/creation-doubts.js';
import type { Change } from '../../../runtime/engine/reconcile/diff.js';
import type { Doubtful } from '../../../runtime/engine/reconcile/parent-doubts.js';
import {
  type Cluster,
  type Observed,
  type Outcome,
  type Reconciler,
  reconcileOnce,
} from '../../../runtime/engine/reconcile/reconcile-once.js';
import type { TooSoon, WriteOutcome } from '../../../runtime/engine/reconcile/status-writer.js';
import { makeJob, makeOwnedJob, makeRun, type Run } from '../../kubernetes-client/make-objects.js';

interface Status {
  readonly reasons: readonly string[];
}

/** A cluster that exists in memory only: what was done to it is what it holds afterwards. */
class MemoryCluster implements Cluster<Observed<Run>, Status> {
  readonly kinds = { Job: 'createOnly' } as const;
  readonly created: string[] = [];
  status: Status | undefined;
  rejections: Readonly<Record<string, Pick<ChildFailure, 'reason' | 'transient'>>> = {};
  writeOutcome: WriteOutcome | TooSoon = 'written';
  /** Children that the cache does not have yet. */
  unseen: readonly string[] = [];

  constructor(private readonly run: Run | undefined) {}

  observe(): Observed<Run> | undefined {
    return this.run && { parent: this.run, children: this.created.map((name) => makeOwnedJob(name)) };
  }

  async stillExists(_observed: Observed<Run>, missing: readonly KubernetesObject[]): Promise<boolean> {
    return missing.some(({ metadata }) => this.unseen.includes(metadata.name));
  }

  /** Seconds to wait, by what has to. */
  behind: Partial<Record<Doubtful, number>> = {};
  /** Names of children that nobody remembers. */
  forgotten: readonly string[] = [];
  /** Names of children whose creation got no answer. */
  unanswered: readonly string[] = [];

  /** The names of the children of each decision. */
  readonly decided: string[][] = [];

  onDecided(_observed: Observed<Run>, { desired }: Outcome<Status>): void {
    this.decided.push(desired.map(({ metadata }) => metadata.name));
  }

  async secondsBehind(_observed: Observed<Run>, about: Doubtful): Promise<number> {
    return this.behind[about] ?? 0;
  }

  async prepare(observed: Observed<Run>): Promise<Observed<Run>> {
    return observed;
  }

  async creationDoubts(_observed: Observed<Run>, creations: readonly Change[]): Promise<CreationDoubts> {
    const names = creations.map(({ object }) => object.metadata.name);
    return {
      hasBegun: names.some((name) => this.forgotten.includes(name)),
      unsettled: new Set(names.filter((name) => this.unanswered.includes(name))),
    };
  }

  afterActing(observed: Observed<Run>): Observed<Run> {
    return observed;
  }

  async act(_observed: Observed<Run>, changes: readonly Change[]): Promise<readonly ChildFailure[]> {
    return changes.flatMap((change) => {
      const { name } = change.object.metadata;
      const rejection = this.rejections[name];
      if (rejection) return [{ change, message: `refused ${name}`, ...rejection }];
      this.created.push(name);
      return [];
    });
  }

  async writeStatus(_observed: Observed<Run>, status: Status): Promise<WriteOutcome | TooSoon> {
    if (this.writeOutcome === 'written') this.status = status;
    return this.writeOutcome;
  }
}

const invalid = { reason: 'Invalid', transient: false };
const unavailable = { reason: 'ServiceUnavailable', transient: true };

/** Wants two Jobs, and makes each failure a reason. */
function makeReconciler(requeueAfterSeconds?: number): Reconciler<Observed<Run>, Status> {
  return {
    reconcile: () => ({ desired: [makeJob('x'), makeJob('y')], status: { reasons: [] }, requeueAfterSeconds }),
    explain: (_observed, failures) => ({
      status: { reasons: failures.map(({ change, reason }) => `${change.object.metadata.name}: ${reason}`) },
      requeueAfterSeconds,
    }),
  };
}

const pass = (cluster: MemoryCluster, requeueAfterSeconds?: number) =>
  reconcileOnce('a/run', cluster, makeReconciler(requeueAfterSeconds), 0);

describe('reconcileOnce', () => {
  test('the parent is gone: done, nothing done', async () => {
    const cluster = new MemoryCluster(undefined);
    expect(await pass(cluster)).toBeUndefined();
    expect(cluster).toMatchObject({ created: [], status: undefined });
  });

  test('the parent is being deleted: done, nothing done', async () => {
    const cluster = new MemoryCluster(makeRun({ deletionTimestamp: '2026-01-01T00:00:00Z' }));
    expect(await pass(cluster)).toBeUndefined();
    expect(cluster).toMatchObject({ created: [], status: undefined });
  });

  test('all goes well: children are there, status is written, done', async () => {
    const cluster = new MemoryCluster(makeRun());
    expect(await pass(cluster)).toBeUndefined();
    expect(cluster).toMatchObject({ created: ['x', 'y'], status: { reasons: [] } });
  });

  test('a second pass on the same state: asks for nothing', async () => {
    const cluster = new MemoryCluster(makeRun());
    await pass(cluster);
    await pass(cluster);
    expect(cluster.created).toEqual(['x', 'y']);
  });

  test('it wants to look again: in so many seconds', async () => {
    expect(await pass(new MemoryCluster(makeRun()), 30)).toEqual({ requeueAfterSeconds: 30 });
  });

  test('one child refused for good: the others are there, the rejection is in the status, the pass fails', async () => {
    const cluster = new MemoryCluster(makeRun());
    cluster.rejections = { x: invalid };
    await expect(pass(cluster)).rejects.toThrow('Cannot carry out 1 of the changes: refused x');
    expect(cluster).toMatchObject({ created: ['y'], status: { reasons: ['x: Invalid'] } });
  });

  test('one child refused for good, and it says when to look again: no failure', async () => {
    const cluster = new MemoryCluster(makeRun());
    cluster.rejections = { x: invalid };
    expect(await pass(cluster, 60)).toEqual({ requeueAfterSeconds: 60 });
  });

  test('one child refused for now, whatever it says: fails, to back off', async () => {
    const cluster = new MemoryCluster(makeRun());
    cluster.rejections = { x: unavailable, y: invalid };
    await expect(pass(cluster, 60)).rejects.toThrow('Cannot carry out 2 of the changes');
    expect(cluster.status).toEqual({ reasons: ['x: ServiceUnavailable', 'y: Invalid'] });
  });

  test('a rejection: the decision of the pass is reported once', async () => {
    const cluster = new MemoryCluster(makeRun());
    cluster.rejections = { x: invalid };
    await pass(cluster, 60);
    expect(cluster.decided).toEqual([['x', 'y']]);
  });

  test('the cause of a rejection is gone: the next pass heals', async () => {
    const cluster = new MemoryCluster(makeRun());
    cluster.rejections = { x: invalid };
    await pass(cluster, 60);
    cluster.rejections = {};
    await pass(cluster);
    expect(cluster).toMatchObject({ created: ['y', 'x'], status: { reasons: [] } });
  });

  describe('a child taken for gone', () => {
    const reconciler = makeReconciler();
    const passWithout = (cluster: MemoryCluster) =>
      reconcileOnce(
        'a/run',
        cluster,
        {
          ...reconciler,
          reconcile: (...asked) => ({ ...reconciler.reconcile(...asked), verifyGone: [makeJob('lost')] }),
        },
        0,
      );

    test('that is: done', async () => {
      const cluster = new MemoryCluster(makeRun());
      expect(await passWithout(cluster)).toBeUndefined();
      expect(cluster.status).toEqual({ reasons: [] });
    });

    test('that only the cache does not have: nothing is done, looks again soon', async () => {
      const cluster = new MemoryCluster(makeRun());
      cluster.unseen = ['lost'];
      expect(await passWithout(cluster)).toEqual({ requeueAfterSeconds: 1 });
      expect(cluster).toMatchObject({ created: [], status: undefined });
    });
  });

  test('somebody wrote the parent meanwhile: looks again soon', async () => {
    const cluster = new MemoryCluster(makeRun());
    cluster.writeOutcome = 'conflict';
    expect(await pass(cluster, 60)).toEqual({ requeueAfterSeconds: 0.2, isConflict: true });
  });

  test('children that met only our own last writes: a conflict, and no failure', async () => {
    const cluster = new MemoryCluster(makeRun());
    cluster.rejections = { x: { reason: 'Conflict', transient: true } };
    expect(await pass(cluster)).toEqual({ requeueAfterSeconds: 0.2, isConflict: true });
    expect(cluster.created).toEqual(['y']);
  });

  test('a parent that the API server has in a later version: nothing is decided, looks again in time', async () => {
    const cluster = new MemoryCluster(makeRun());
    cluster.behind = { Pass: 3 };
    expect(await pass(cluster)).toEqual({ requeueAfterSeconds: 3 });
    expect(cluster).toMatchObject({ created: [], status: undefined });
  });

  test('a parent that another replica may have written: nothing is created, unless there is nothing to create', async () => {
    const cluster = new MemoryCluster(makeRun());
    cluster.behind = { Creation: 3 };
    expect(await pass(cluster)).toEqual({ requeueAfterSeconds: 3 });
    expect(cluster).toMatchObject({ created: [], status: undefined });
    cluster.created.push('x', 'y');
    expect(await pass(cluster)).toBeUndefined();
  });

  test('a child that was created before, and nobody remembers: nothing is created, decides again', async () => {
    const cluster = new MemoryCluster(makeRun());
    cluster.forgotten = ['y'];
    expect(await pass(cluster)).toEqual({ requeueAfterSeconds: 0.2 });
    expect(cluster).toMatchObject({ created: [], status: undefined });
  });

  test('a creation without an answer: the others are made, the status says so, looks again soon', async () => {
    const cluster = new MemoryCluster(makeRun());
    cluster.unanswered = ['x'];
    expect(await pass(cluster, 60)).toEqual({ requeueAfterSeconds: 0.2 });
    expect(cluster).toMatchObject({ created: ['y'], status: { reasons: ['x: Timeout'] } });
    cluster.unanswered = [];
    await pass(cluster);
    expect(cluster).toMatchObject({ created: ['y', 'x'], status: { reasons: [] } });
  });

  test('only creations without an answer: nothing is done, looks again soon', async () => {
    const cluster = new MemoryCluster(makeRun());
    cluster.unanswered = ['x', 'y'];
    expect(await pass(cluster)).toEqual({ requeueAfterSeconds: 0.2 });
    expect(cluster).toMatchObject({ created: [], status: undefined });
  });

  test('a creation without an answer beside one that is refused for now: fails, to back off', async () => {
    const cluster = new MemoryCluster(makeRun());
    cluster.unanswered = ['x'];
    cluster.rejections = { y: unavailable };
    await expect(pass(cluster)).rejects.toThrow('Cannot carry out 1 of the changes: refused y');
    expect(cluster.status).toEqual({ reasons: ['y: ServiceUnavailable', 'x: Timeout'] });
  });

  test.each([
    ['later than that', 60, 0.4],
    ['sooner', 0.1, 0.1],
    ['never', undefined, 0.4],
  ])(
    'a status written a moment ago: looks again when it may be written; asked for anyway %s',
    async (_, asked, want) => {
      const cluster = new MemoryCluster(makeRun());
      cluster.writeOutcome = { waitSeconds: 0.4 };
      expect(await pass(cluster, asked)).toEqual({ requeueAfterSeconds: want });
    },
  );
});
