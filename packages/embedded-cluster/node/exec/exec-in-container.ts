import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ProcessStreams } from '../../pod-streams.js';
import { mapPaths } from '../container/path-map.js';
import type { NodeServices } from '../node-services.js';
import type { ContainerRun, PodRecord } from '../pod/pod-record.js';
import { exitCodeOf, spawnInGroup } from '../processes/container-process.js';
import { holdGroup } from './hold-group.js';
import { notStarted } from './not-started.js';

/** What a process of an exec belongs to. */
export interface ExecPlace {
  readonly node: NodeServices;
  readonly pod: PodRecord;
  readonly run: ContainerRun;
}

/**
 * Runs a command as the container's own process runs: its environment, working directory, user and mounts. It ends with
 * the container. A client that goes away only ends its input, and breaks its output: as in a real container, a command
 * that does neither read nor write runs on.
 *
 * @returns the exit code, once the output is with the client; also what the command left in the background holds it open
 * @throws Error in the words of a container runtime when it cannot be started
 */
export async function execInContainer(
  place: ExecPlace,
  command: readonly string[],
  client: ProcessStreams,
): Promise<number> {
  const { node, pod, run } = place;
  const { env, cwd, mappings } = run.prepared;
  const argv = command.map((word) => mapPaths(word, mappings));
  const stdio = [client.stdin, client.stdout, client.stderr].map((end) => (end ? 'pipe' : 'ignore'));
  const child = await spawnInGroup({ argv, env, cwd, mark: pod.mark }, node.marker, stdio).catch(notStarted);
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const group = holdGroup(place, child);
  const output = Promise.all([pump(child.stdout, client.stdout), pump(child.stderr, client.stderr)]);
  void pump(client.stdin, child.stdin);
  const [code, signal] = await exited;
  await output;
  group.release();
  return exitCodeOf(code, signal);
}

/** Settles when everything has passed, or when one of both ends is gone. */
const pump = async (from?: Readable | null, to?: Writable | null): Promise<void> => {
  if (from && to) await pipeline(from, to).catch(() => undefined);
};
