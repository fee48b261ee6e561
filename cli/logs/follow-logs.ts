import { Reflector } from '../../packages/kubernetes-client/cache/reflector.js';
import { isReadable } from './log-filter.js';
import { type LogSource, podContainers } from './pod-containers.js';
import { type PodLogs, type PodObject, readSource } from './pod-logs.js';
import { Slots } from './slots.js';

/** Each open log is a connection of its own. */
const mostOpenLogs = 64;

/**
 * Prints the logs of Pods until the end: containers as they start, Pods as they appear, until `end` resolves and everything
 * is read. The setup and the steps of one Pod come one after the other.
 *
 * @param end begun when the first Pods are known; what it resolves with is the result
 */
export async function followLogs<Ending>(logs: PodLogs, end: () => Promise<Ending>): Promise<Ending> {
  const { cluster, pods, signal } = logs;
  const follower = new PodFollower(logs);
  const reflector = new Reflector<PodObject, PodObject>({
    transport: cluster.transport,
    ...pods,
    project: (pod) => pod,
    onChange: ({ type, object }) => (type === 'deleted' ? follower.forget(object) : follower.observe(object)),
  });
  // A user who is not allowed to list Pods sees that now, not at the end.
  const observeAll = () => cluster.collect(pods, (pod: PodObject) => follower.observe(pod));
  await observeAll();
  reflector.start();
  try {
    const ending = await end();
    // The end may be seen before the last Pod is seen at all.
    if (!signal.aborted) await observeAll();
    await follower.finished();
    return ending;
  } finally {
    void reflector.stop();
  }
}

/** Reads every container of the Pods it observes, once each. */
class PodFollower {
  private readonly slots = new Slots(mostOpenLogs);
  private readonly latest = new Map<string, LogSource['state']>();
  /** What is being read, by container. */
  private readonly reading = new Map<string, Promise<void>>();
  /** The last part of each Pod's sequence, by its uid. */
  private readonly sequences = new Map<string, Promise<void>>();

  constructor(private readonly logs: PodLogs) {}

  observe(pod: PodObject): void {
    for (const source of podContainers(pod)) {
      this.latest.set(keyOf(source), source.state);
      if (isReadable(source, this.logs.filter) && !this.reading.has(keyOf(source))) this.read(source);
    }
  }

  /** Whatever a deleted Pod said last is all there is. */
  forget(pod: PodObject): void {
    for (const source of podContainers(pod)) this.latest.set(keyOf(source), 'terminated');
  }

  /** Resolves when everything observed so far is read. */
  async finished(): Promise<void> {
    await Promise.all(this.reading.values());
  }

  private read(source: LogSource): void {
    const before = this.sequences.get(source.podUid) ?? Promise.resolve();
    const isFinished = () => this.latest.get(keyOf(source)) === 'terminated';
    const done = before.then(() => this.slots.use(() => readSource(this.logs, source, { follow: true, isFinished })));
    this.reading.set(keyOf(source), done);
    if (source.isInSequence) this.sequences.set(source.podUid, done);
  }
}

const keyOf = ({ podUid, container }: LogSource): string => `${podUid}/${container}`;
