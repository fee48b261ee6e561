import { lstat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import { ExecutionFailure } from '../../execution-failure.js';
import type { Executable, Streams } from '../../executor.js';
import { Kept } from '../exec/run-command.js';
import type { Place } from '../place.js';
import { runTask } from '../run-task.js';
import { type Copy, splitPath, targetOf } from './copy-paths.js';
import { Extract } from './extract.js';
import { TarReader } from './read-tar.js';
import { writeTar } from './write-tar.js';

const noTar = 69;
const needTar = `command -v tar >/dev/null 2>&1 || exit ${noTar}`;
const unpack = `${needTar}\nmkdir -p -- "$1"\ncd -- "$1"\nexec tar -xof -`;
const pack = `${needTar}\ncd -- "$1"\nexec tar -cf - "./$2"`;

/** Relative paths in the container begin where the task runs. */
type Task = Pick<Executable, 'workingDir'>;

/** Copies a file or folder into a container. @throws ExecutionFailure */
export async function copyIn(place: Place, copy: Copy, task: Task, signal?: AbortSignal): Promise<void> {
  const action = `copy ${copy.from} into container ${place.container} of Pod ${place.pod}`;
  const path = resolve(copy.from);
  await lstat(path).catch(() => fail(action, 'it does not exist'));
  const { folder, name } = targetOf({ ...copy, from: path });
  let broken: Error | undefined;
  const stdin = Readable.from(writeTar(path, name), { objectMode: false });
  stdin.once('error', (error) => {
    broken = error;
  });
  try {
    await run(place, action, { ...task, script: unpack, args: [folder] }, { stdin, stdout: new Kept(), signal });
  } catch (error) {
    throw broken ? failure(action, broken.message, broken) : error;
  } finally {
    stdin.destroy();
  }
}

/** Copies a file or folder out of a container. @throws ExecutionFailure */
export async function copyBack(place: Place, copy: Copy, task: Task, signal?: AbortSignal): Promise<void> {
  const action = `copy ${copy.from} from container ${place.container} of Pod ${place.pod}`;
  const source = splitPath(copy.from);
  const target = targetOf(copy);
  if (target.name === '' && copy.to === undefined) fail(action, 'name where to, as in --copy-back .:results');
  const extract = new Extract(source.name || '.', resolve(join(target.folder, target.name)));
  const reader = new TarReader(extract);
  let broken: Error | undefined;
  const stdout = new Writable({ write: (chunk: Buffer, _, done) => void reader.push(chunk).then(() => done(), done) });
  stdout.once('error', (error) => {
    broken = error;
  });
  try {
    const args = [source.folder, source.name || '.'];
    await run(place, action, { ...task, script: pack, args }, { stdout, signal });
    await new Promise((done) => stdout.end(done));
  } catch (error) {
    throw broken ? failure(action, broken.message, broken) : error;
  } finally {
    await extract.close();
  }
  if (broken) throw failure(action, broken.message, broken);
  if (!reader.isComplete) fail(action, 'the archive ended too early');
  if (extract.refused.length > 0) {
    fail(action, `not copied, because they lead outside or are no files: ${extract.refused.slice(0, 5).join(', ')}`);
  }
}

async function run(
  place: Place,
  action: string,
  executable: Omit<Executable, 'name'>,
  { signal, ...streams }: Pick<Streams, 'stdin' | 'stdout'> & { readonly signal: AbortSignal | undefined },
): Promise<void> {
  const stderr = new Kept();
  const limits = signal ? { signal } : {};
  const exit = await runTask(place, { ...executable, name: action }, { ...streams, stderr, ...limits });
  if (exit.exitCode === 0) return;
  signal?.throwIfAborted();
  if (exit.exitCode === noTar) {
    throw failure(action, 'its image has no tar', undefined, 'copy into another container, or add tar to the image');
  }
  fail(action, oneLine(stderr.text.trim().split('\n').at(-1) || `exit code ${exit.exitCode}`));
}

const failure = (action: string, why: string, cause?: Error, ...hints: string[]): ExecutionFailure =>
  new ExecutionFailure(`Cannot ${action}: ${why}`, hints, 125, { cause });

function fail(action: string, why: string): never {
  throw failure(action, why);
}
