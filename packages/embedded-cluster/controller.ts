import type { Clock } from '../work-queue/clock.js';
import { type ProcessResult, WorkQueue } from '../work-queue/work-queue.js';
import type { LocalApi, LocalWatchEvent, ResourceName } from './local-api.js';
import { keyOf, type ObjectKey } from './objects.js';

export interface Controller {
  /** Resolves when no pass runs any more. */
  stop(): Promise<void>;
}

export interface ControllerOptions<K extends string> {
  readonly clock: Clock;
  /** Which keys an event of a resource concerns; may take note of the object. In the order in which they are watched. */
  readonly watches: Readonly<Record<ResourceName, (event: LocalWatchEvent) => readonly K[]>>;
  /** One pass: observes, decides, acts. A throw is retried with backoff. */
  readonly process: (key: K) => ProcessResult | undefined | Promise<ProcessResult | undefined>;
  readonly onError?: (key: K, error: unknown) => void;
}

/** Longest wait of one timer; a pass that comes early only waits again. */
const maxRequeueSeconds = 86_400;

/** The frame of every controller here: watches give keys to a queue, and the queue gives each key a pass. Runs until stopped. */
export function startController<K extends string = ObjectKey>(
  api: LocalApi,
  { clock, watches, process, onError }: ControllerOptions<K>,
): Controller {
  const queue = new WorkQueue<K>({
    clock,
    process: async (key) => withinOneTimer(await process(key)),
    ...(onError && { onError }),
  });
  const stopWatches = Object.entries(watches).map(([resource, keysOf]) =>
    api.watch(resource, (event) => {
      for (const key of keysOf(event)) queue.add(key);
    }),
  );
  queue.start();
  return {
    stop: async () => {
      for (const stopWatch of stopWatches) stopWatch();
      await queue.stop();
    },
  };
}

/** For the resource whose objects a controller keeps: an event concerns its own object. */
export const ownKey = ({ object }: LocalWatchEvent): readonly ObjectKey[] => [keyOf(object)];

function withinOneTimer(result: ProcessResult | undefined): ProcessResult | undefined {
  if (result?.requeueAfterSeconds === undefined) return result;
  return { ...result, requeueAfterSeconds: Math.min(result.requeueAfterSeconds, maxRequeueSeconds) };
}
