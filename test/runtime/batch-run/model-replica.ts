import { LABEL_BATCH_RUN, LABEL_LIMIT_KEY } from '../../../api/labels.js';
import type { Delta } from '../../../packages/kubernetes-client/cache/held-objects.js';
import { byLabel, type IndexFunction, Store } from '../../../packages/kubernetes-client/cache/store.js';
import { closedError } from '../../../packages/kubernetes-client/transport/network-error.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Identified } from '../../../packages/kubernetes-conventions/object-key.js';
import { batchRunController } from '../../../runtime/batch-run/controller.js';
import { type Informers, runLabelKey } from '../../../runtime/batch-run/informers.js';
import { createPassMemory } from '../../../runtime/batch-run/pass-memory.js';
import { projectConfigMap, projectJob } from '../../../runtime/batch-run/projections.js';
import type { Controller } from '../../../runtime/engine/reconcile/controller.js';
import { SharedLimits } from '../../../runtime/limits/shared-limits.js';
import type { FakeClock } from '../../kubernetes-client/fake-clock.js';
import type { ModelServer } from './model-server.js';

type Cached = 'batchruns' | 'jobs' | 'configmaps';

/** A cache that shows what was delivered to it, and not what happened since. */
class LaggingCache<T extends Identified> {
  readonly store: Store<T, string>;
  readonly isServed = true;
  readonly knownUntil: number | undefined = undefined;
  private readonly listeners: ((delta: Delta<T>) => void)[] = [];
  private position: number;

  constructor(
    private readonly log: readonly Delta<KubernetesObject>[],
    private readonly project: (object: KubernetesObject) => T,
    indexes: Readonly<Record<string, IndexFunction<T>>>,
    listed: readonly KubernetesObject[],
  ) {
    this.store = new Store(indexes);
    this.position = log.length;
    for (const object of listed) this.store.apply({ type: 'added', object: project(object) });
  }

  onChange(listener: (delta: Delta<T>) => void): void {
    this.listeners.push(listener);
  }

  /** Late, but never interrupted. */
  isFollowing(): boolean {
    return true;
  }

  deliver(): void {
    for (const { type, object } of this.log.slice(this.position)) {
      const projected = this.project(object);
      const delta: Delta<T> =
        type === 'updated' ? { type, object: projected, previous: projected } : { type, object: projected };
      this.store.apply(delta);
      for (const listener of this.listeners) listener(delta);
    }
    this.position = this.log.length;
  }
}

/** One replica of the controller of BatchRuns: lists when it is made, works from `lead` on, and stops as if killed. */
export class ModelReplica {
  private readonly caches: Readonly<Record<Cached, LaggingCache<never>>>;
  private controller: Controller | undefined;
  private isKilled = false;

  constructor(
    private readonly server: ModelServer,
    private readonly clock: FakeClock,
  ) {
    const byRun = { byRun: byLabel(LABEL_BATCH_RUN), byLimitKey: byLabel(LABEL_LIMIT_KEY) };
    const runIndexes = {
      byLabelValue: (run: never) => [runLabelKey(run)],
      byBatch: () => [],
      byNamespace: () => ['team'],
      unfinished: () => ['team'],
    };
    const whole = (object: KubernetesObject) => object;
    const cache = (kind: Cached, project: (object: never) => KubernetesObject, indexes: object) =>
      new LaggingCache(server.log[kind], project as never, indexes as never, server.list(kind)) as LaggingCache<never>;
    this.caches = {
      batchruns: cache('batchruns', whole, runIndexes),
      jobs: cache('jobs', projectJob, byRun),
      configmaps: cache('configmaps', projectConfigMap, byRun),
    };
  }

  lead(): void {
    const nothing = new LaggingCache([], (object) => object, { byRun: () => [], byInvolvedUid: () => [] }, []);
    const { batchruns, jobs, configmaps } = this.caches;
    const informers = {
      ...{ runs: batchruns, jobs, configMaps: configmaps },
      ...{ batches: nothing, workspaces: nothing, pods: nothing, warnings: nothing },
    } as unknown as Informers;
    const request = (asked: Parameters<ModelServer['request']>[0]) =>
      this.isKilled ? Promise.reject(closedError()) : this.server.request(asked);
    this.controller = batchRunController(informers, {
      transport: { request } as unknown as Transport,
      clock: this.clock,
      memory: createPassMemory(),
      limits: new SharedLimits([], nothing.store as never),
    });
    this.controller.start();
  }

  deliver(kind: Cached): void {
    this.caches[kind].deliver();
  }

  kill(): void {
    this.isKilled = true;
    void this.controller?.stop();
  }
}
