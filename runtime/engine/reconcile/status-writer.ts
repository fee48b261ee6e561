import { resourceOf } from '../../../api/kinds/known-resources.js';
import { isApiError, isUnanswered } from '../../../packages/kubernetes-client/transport/api-error.js';
import { skimmer } from '../../../packages/kubernetes-client/transport/skim.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { keyOf } from '../../../packages/kubernetes-conventions/object-key.js';
import { objectPath } from '../../../packages/kubernetes-conventions/resource.js';
import { type Clock, systemClock } from '../../../packages/work-queue/clock.js';
import { fieldManager } from './act.js';
import { mergePatch } from './merge-patch.js';
import { type Doubtful, ParentDoubts } from './parent-doubts.js';

/** A parent whose status has fields of its own. */
export interface WithStatus extends KubernetesObject {
  readonly status?: object;
}

/** `conflict`: somebody wrote the parent after we read it, look again. `gone`: nobody is left to tell. */
export type WriteOutcome = 'written' | 'unchanged' | 'conflict' | 'gone';

/** The status was written a moment ago: look again, and write then what holds then. */
export interface TooSoon {
  readonly waitSeconds: number;
}

interface OwnWrites {
  /** The versions our writes replaced, one after the other. Versions are opaque: only equality means anything. */
  readonly replaced: ReadonlySet<string>;
  /** What the last of them left. */
  readonly resourceVersion: string | undefined;
  readonly status: object | undefined;
}

/** All that is read of the answer. */
const skim = skimmer({ metadata: { resourceVersion: true }, status: true });

/** Writes `/status`, and remembers what it wrote until the cache has it too. */
export class StatusWriter<Parent extends WithStatus> {
  private readonly writes = new Map<string, OwnWrites>();
  private readonly doubts: ParentDoubts;

  constructor(
    private readonly transport: Transport,
    clock: Clock = systemClock,
  ) {
    this.doubts = new ParentDoubts(transport, clock);
  }

  /**
   * The parent as we left it, while `cached` is still a version that our own writes replaced; else `cached`.
   *
   * Without this a pass right after a write would judge by the status from before it, and start a finished task again
   * when the news of its Job's deletion comes first. Our writes are conditional, so nobody else's can lie in between.
   */
  latest(cached: Parent): Parent {
    const key = keyOf(cached);
    const { resourceVersion: version = '' } = cached.metadata;
    const own = this.writes.get(key);
    if (!own?.replaced.has(version)) {
      this.writes.delete(key);
      return cached;
    }
    const metadata = { ...cached.metadata, resourceVersion: own.resourceVersion };
    return { ...cached, metadata, status: own.status };
  }

  /** For a parent that is gone. */
  forget(key: string): void {
    this.writes.delete(key);
    this.doubts.clear(key);
  }

  /** After a restore of the API server, which may have lost any of them: what the caches have holds again. */
  forgetAll(): void {
    this.writes.clear();
  }

  /** For a parent that another replica may have written since the cache saw it. */
  doubt(key: string): void {
    this.doubts.raise(key, 'Creation');
  }

  /**
   * Seconds to wait because the API server has another version of the parent than this one, which is as `latest` gave it;
   * 0 when it has not, or when nobody has a reason to think so.
   *
   * @throws ApiError when the API server does not say
   */
  async secondsBehind(parent: Parent, about: Doubtful): Promise<number> {
    const later = await this.doubts.later(parent, about);
    if (!later) return 0;
    const key = keyOf(parent);
    // A server that was restored from a backup has lost our writes; what the cache has of them holds again.
    if (later.version !== undefined && this.writes.get(key)?.replaced.has(later.version)) this.writes.delete(key);
    return later.waitSeconds;
  }

  /** Whether `status` means the same as the parent's. */
  isUnchanged(parent: Parent, status: object): boolean {
    return mergePatch({ ...parent.status }, { ...status }) === undefined;
  }

  /**
   * Makes `status` the parent's status unless it already means the same. Written only if nobody else wrote meanwhile.
   *
   * @throws ApiError for anything but a conflict or a parent that is gone
   */
  async write(parent: Parent, status: object): Promise<WriteOutcome> {
    const patch = mergePatch({ ...parent.status }, { ...status });
    if (!patch) return 'unchanged';
    const { name, namespace = '', resourceVersion = '', uid } = parent.metadata;
    try {
      const result = await this.transport.request<Parent>({
        method: 'PATCH',
        path: objectPath(resourceOf(parent), namespace, name, 'status'),
        query: { fieldManager },
        contentType: 'application/merge-patch+json',
        body: { metadata: { resourceVersion, uid }, status: patch },
        skim,
      });
      this.remember(parent, result);
      this.doubts.clear(keyOf(parent));
      return 'written';
    } catch (error) {
      if (isApiError(error, 'NotFound')) return 'gone';
      const isConflict = isApiError(error, 'Conflict');
      if (isConflict || !isApiError(error) || isUnanswered(error)) this.doubts.raise(keyOf(parent), 'Pass');
      if (isConflict) return 'conflict';
      throw error;
    }
  }

  private remember(parent: Parent, { metadata: { resourceVersion }, status }: Parent): void {
    const key = keyOf(parent);
    const replaced = new Set(this.writes.get(key)?.replaced).add(parent.metadata.resourceVersion ?? '');
    this.writes.set(key, { replaced, resourceVersion, status });
  }
}
