import { Writable } from 'node:stream';
import { notAnswering } from '../errors/exec-failure.js';
import type { Place } from '../place.js';
import { startExec } from './exec-session.js';

/** A short command, its input and what ends it early. */
export interface CommandOptions {
  /** Standard input, which is not ended. @default none */
  readonly input?: string;
  readonly signal?: AbortSignal | undefined;
  /** @default 30 */
  readonly timeoutSeconds?: number;
}

/** What a command wrote, and its exit code. */
export interface RanCommand {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const mostBytes = 64 * 1024;

/** Runs a command of ours in a container, and keeps the beginning of what it writes. @throws ExecutionFailure */
export async function runCommand(
  place: Place,
  command: readonly string[],
  { input, signal, timeoutSeconds = 30 }: CommandOptions = {},
): Promise<RanCommand> {
  const [stdout, stderr] = [new Kept(), new Kept()];
  const session = await startExec(place, { command, hasStdin: input !== undefined, stdout, stderr, signal });
  const cancel = place.clock.setTimeout(() => session.fail(notAnswering(place)), timeoutSeconds * 1000);
  try {
    if (input !== undefined) await session.input.send(Buffer.from(input));
    return { exitCode: await session.exitCode, stdout: stdout.text, stderr: stderr.text };
  } finally {
    cancel();
  }
}

/** Keeps the beginning of what is written. */
export class Kept extends Writable {
  private readonly chunks: Buffer[] = [];
  private bytes = 0;

  get text(): string {
    return Buffer.concat(this.chunks).toString();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (this.bytes < mostBytes) this.chunks.push(chunk);
    this.bytes += chunk.length;
    done();
  }
}
