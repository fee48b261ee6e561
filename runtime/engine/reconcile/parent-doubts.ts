import { resourceOf } from '../../../api/kinds/known-resources.js';
import { isApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import { skimmer } from '../../../packages/kubernetes-client/transport/skim.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { keyOf } from '../../../packages/kubernetes-conventions/object-key.js';
import { objectPath } from '../../../packages/kubernetes-conventions/resource.js';
import { type Backoff, backoffSeconds } from '../../../packages/work-queue/backoff.js';
import type { Clock } from '../../../packages/work-queue/clock.js';

/**
 * What has to wait until a doubt is cleared. `Pass`: everything, after a status write that conflicted or whose answer was
 * lost. `Creation`: only creations, for a parent that another replica may have worked on.
 */
export type Doubtful = 'Pass' | 'Creation';

interface Doubt {
  readonly about: Doubtful;
  /** The version that was found to be behind the API server's. */
  readonly behind?: string;
  /** Milliseconds since the epoch; that version is not asked about before. */
  readonly askAt: number;
  readonly tries: number;
}

const backoff: Backoff = { baseSeconds: 0.2, capSeconds: 30 };

/** All that is read of the answer. */
const skim = skimmer({ metadata: { resourceVersion: true, uid: true } });

/**
 * The parents of which the API server may have a later version than the one that passes see.
 *
 * A pass that creates must not decide from an old status: a task that has ended, and whose Job is deleted, looks there like
 * one that never began. So a doubtful parent is read once; if the versions differ, the pass waits for the watch, and the
 * next question comes later each time.
 */
export class ParentDoubts {
  private readonly byKey = new Map<string, Doubt>();

  constructor(
    private readonly transport: Pick<Transport, 'request'>,
    private readonly clock: Clock,
  ) {}

  raise(key: string, about: Doubtful): void {
    const known = this.byKey.get(key);
    if (known?.about !== 'Pass') this.byKey.set(key, { about, askAt: 0, tries: 0 });
  }

  /** For a parent that is gone, or that we have just written: whose write is accepted has seen the last version. */
  clear(key: string): void {
    this.byKey.delete(key);
  }

  /**
   * The API server's version of a doubtful parent when it is another than this one's. Undefined when there is no doubt,
   * or none any more.
   *
   * @throws ApiError when the API server does not say
   */
  async later(parent: KubernetesObject, about: Doubtful): Promise<Later | undefined> {
    const key = keyOf(parent);
    const doubt = this.byKey.get(key);
    if (!doubt || (about === 'Pass' && doubt.about === 'Creation')) return undefined;
    const { resourceVersion = '' } = parent.metadata;
    const left = (doubt.askAt - this.clock.now()) / 1000;
    // More than the longest wait is left only when the time of day was set back.
    if (doubt.behind === resourceVersion && left > 0 && left <= backoff.capSeconds) return { waitSeconds: left };
    const version = await this.versionOf(parent);
    if (version === resourceVersion) {
      this.clear(key);
      return undefined;
    }
    const waitSeconds = backoffSeconds(backoff, doubt.tries);
    const askAt = this.clock.now() + waitSeconds * 1000;
    this.byKey.set(key, { ...doubt, behind: resourceVersion, askAt, tries: doubt.tries + 1 });
    return { waitSeconds, version };
  }

  /** A word that is no version if it is gone or replaced: the watch brings the change. */
  private async versionOf(parent: KubernetesObject): Promise<string> {
    const { namespace = '', name } = parent.metadata;
    const path = objectPath(resourceOf(parent), namespace, name);
    try {
      const { metadata } = await this.transport.request<KubernetesObject>({ method: 'GET', path, skim });
      return metadata.uid === parent.metadata.uid ? (metadata.resourceVersion ?? '') : 'of another object';
    } catch (error) {
      if (isApiError(error, 'NotFound')) return 'gone';
      throw error;
    }
  }
}

/** How long to wait for the watch, and what the API server had when it was asked just now. */
export interface Later {
  readonly waitSeconds: number;
  readonly version?: string;
}
