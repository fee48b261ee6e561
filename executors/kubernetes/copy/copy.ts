import { lstat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { ExecutionFailure } from '../../execution-failure.js';
import type { Executable, Streams } from '../../executor.js';
import { Kept } from '../exec/run-command.js';
import type { Place } from '../place.js';
import { runTask } from '../run-task.js';
import { type Copy, splitPath, targetOf } from './copy-paths.js';
import { Extract } from './extract.js';
import { TarReader } from './read-tar.js';
import { tarProblem } from './tar-problem.js';
import { writeTar } from './write-tar.js';

const noTar = 69;
const noSource = 66;
const needTar = `command -v tar >/dev/null 2>&1 || exit ${noTar}`;
const needSource = `[ -e "$1/$2" ] || [ -L "$1/$2" ] || exit ${noSource}`;
const unpack = `${needTar}\nmkdir -p -- "$1"\ncd -- "$1"\nexec tar -xof -`;
const pack = `${needTar}\n${needSource}\ncd -- "$1"\nexec tar -cf - "./$2"`;

/** Relative paths in the container begin where the task runs. */
type Task = Pick<Executable, 'workingDir'>;

/** What can be seen of copies before a task runs. @throws ExecutionFailure */
export async function checkCopies(copyIn: readonly Copy[], copyBack: readonly Copy[]): Promise<void> {
  for (const { from } of copyIn) {
    await lstat(resolve(from)).catch(({ code, message }: NodeJS.ErrnoException) => {
      const why = code === 'ENOENT' ? 'it does not exist on this machine' : message;
      throw failure(`copy ${from} into the container`, why, undefined, `ls -l ${from}`);
    });
  }
  const nameless = copyBack.find((copy) => copy.to === undefined && targetOf(copy).name === '');
  if (!nameless) return;
  const action = `copy ${nameless.from} from the container`;
  throw failure(action, 'its copy has no name', undefined, `name one, as in --copy-back ${nameless.from}:results`);
}

/** Copies a file or folder into a container. @throws ExecutionFailure */
export async function copyIn(place: Place, copy: Copy, task: Task, signal?: AbortSignal): Promise<void> {
  const action = `copy ${copy.from} into container ${place.container} of Pod ${place.pod}`;
  const path = resolve(copy.from);
  const { folder, name } = targetOf({ ...copy, from: path });
  let broken: Error | undefined;
  const stdin = Readable.from(writeTar(path, name), { objectMode: false });
  stdin.once('error', (error) => {
    broken = error;
  });
  try {
    const hint = `name a folder that can be written there, as in --copy ${copy.from}:/tmp/`;
    await run(place, action, { ...task, script: unpack, args: [folder] }, { stdin, stdout: new Kept(), signal, hint });
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
  const extract = new Extract(source.name || '.', resolve(join(target.folder, target.name)));
  const reader = new TarReader(extract);
  let broken: Error | undefined;
  const stdout = new Writable({ write: (chunk: Buffer, _, done) => void reader.push(chunk).then(() => done(), done) });
  stdout.once('error', (error) => {
    broken = error;
  });
  try {
    const args = [source.folder, source.name || '.'];
    const hint = 'a relative path begins in the working directory of the task';
    await run(place, action, { ...task, script: pack, args }, { stdout, signal, hint });
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

interface CopyStreams extends Pick<Streams, 'stdin' | 'stdout'> {
  readonly signal: AbortSignal | undefined;
  /** What to do when the container refuses. */
  readonly hint: string;
}

async function run(
  place: Place,
  action: string,
  executable: Omit<Executable, 'name'>,
  { signal, hint, ...streams }: CopyStreams,
): Promise<void> {
  const stderr = new Kept();
  const limits = signal ? { signal } : {};
  const { exitCode } = await runTask(place, { ...executable, name: action }, { ...streams, stderr, ...limits });
  if (exitCode === 0) return;
  signal?.throwIfAborted();
  if (exitCode === noTar) {
    throw failure(action, 'its image has no tar', undefined, 'copy into another container, or add tar to the image');
  }
  const why = exitCode === noSource ? 'it does not exist there' : tarProblem(stderr.text);
  throw failure(action, why || `exit code ${exitCode}`, undefined, hint);
}

const failure = (action: string, why: string, cause?: Error, ...hints: string[]): ExecutionFailure =>
  new ExecutionFailure(`Cannot ${action}: ${why}`, hints, 125, { cause });

function fail(action: string, why: string): never {
  throw failure(action, why);
}
