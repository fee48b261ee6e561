import { EventEmitter, once } from 'node:events';
import { type Clock, wait } from '../../work-queue/clock.js';
import type { RecordEvent } from '../event-recorder.js';
import type { LocalApi } from '../local-api.js';
import type { ConfigMap, Secret } from '../objects.js';
import type { CommandForImage } from './container/container-command.js';
import type { References } from './container/container-env.js';
import type { ProcessGroups } from './processes/process-groups.js';
import type { ScratchPaths } from './scratch/scratch.js';
import { serviceAccountToken } from './volumes/service-account-token.js';

/** What every Pod of the node shares. */
export interface NodeServices {
  readonly clock: Clock;
  readonly api: LocalApi;
  readonly scratch: ScratchPaths;
  readonly groups: ProcessGroups;
  /** From `findMarker`. */
  readonly marker: string | undefined;
  readonly commandForImage: CommandForImage;
  readonly recordEvent: RecordEvent;
  /** The `PATH` of this machine. */
  readonly hostPath: string;
  /** Emits an event for each ConfigMap or Secret that changes; its name is the namespace. */
  readonly referenceChanges: EventEmitter;
}

export function referencesIn({ api, clock }: Pick<NodeServices, 'api' | 'clock'>, namespace: string): References {
  return {
    configMap: (name) => api.get('configmaps', namespace, name) as ConfigMap | undefined,
    secret: (name) => api.get('secrets', namespace, name) as Secret | undefined,
    token: (pod, projection) => serviceAccountToken(pod, projection, api, clock.now()),
  };
}

/** Watches what Pods may wait for. */
export function watchReferences(api: LocalApi): { changes: EventEmitter; stop(): void } {
  const changes = new EventEmitter().setMaxListeners(0);
  const emit = ({ object }: { object: { metadata: { namespace?: string } } }) =>
    changes.emit(object.metadata.namespace ?? '');
  const stopWatches = [api.watch('configmaps', emit), api.watch('secrets', emit)];
  return {
    changes,
    stop: () => {
      for (const stopWatch of stopWatches) stopWatch();
    },
  };
}

/** Resolves after `seconds`. @throws the reason of `signal` when it aborts */
export async function waitUnlessStopped(clock: Clock, seconds: number, signal: AbortSignal): Promise<void> {
  await wait(clock, seconds, signal);
  signal.throwIfAborted();
}

/**
 * Resolves when a ConfigMap or Secret of the namespace changes, or after `seconds`.
 *
 * @throws the reason of `signal` when it aborts
 */
export async function changeOrTimeout(
  { clock, referenceChanges }: Pick<NodeServices, 'clock' | 'referenceChanges'>,
  namespace: string,
  seconds: number,
  signal: AbortSignal,
): Promise<void> {
  const done = new AbortController();
  const either = { signal: AbortSignal.any([signal, done.signal]) };
  try {
    await Promise.race([once(referenceChanges, namespace, either), wait(clock, seconds, either.signal)]);
    signal.throwIfAborted();
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    done.abort();
  }
}
