import { EventEmitter } from 'node:events';
import type { Clock } from '../../../work-queue/clock.js';
import type { OutputStream } from '../processes/container-process.js';
import { type LogSegment, openLogFile } from './log-segments.js';

/** As the container runtimes do: a longer line is written in parts. */
const longestLine = 16 * 1024;
const newline = 0x0a;

/**
 * The log of one run of a container, in the format of the Container Runtime Interface: `<time> F <line>`, or `P` for a
 * line that continues in the next record of the file. Works on bytes, so no character is ever split.
 */
export interface ContainerLog {
  readonly path: string;
  /** All bytes that were ever written. */
  readonly size: number;
  /** The files that are kept of it, oldest first. */
  readonly segments: readonly LogSegment[];
  /** Nothing is written any more. */
  readonly isClosed: boolean;
  /** Emits `change` after every write and after the close. */
  readonly changes: EventEmitter;
  write(stream: OutputStream, chunk: Uint8Array): void;
  /** Writes what is left of lines without an end. */
  close(): void;
}

export function openContainerLog(
  path: string,
  clock: Pick<Clock, 'now'>,
  limits?: Parameters<typeof openLogFile>[1],
): ContainerLog {
  const file = openLogFile(path, limits);
  const changes = new EventEmitter().setMaxListeners(0);
  const rests: Record<OutputStream, Buffer> = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  const state = { isClosed: false };

  const append = (records: readonly Buffer[]) => {
    if (records.length === 0) return;
    file.append(Buffer.concat(records));
    changes.emit('change');
  };
  return {
    path,
    changes,
    get size() {
      return file.size;
    },
    get segments() {
      return file.segments;
    },
    get isClosed() {
      return state.isClosed;
    },
    write: (stream, chunk) => {
      if (state.isClosed) return;
      const { lines, rest } = cutLines(Buffer.concat([rests[stream], chunk]));
      rests[stream] = rest;
      append(lines.map((line) => record(line, clock.now())));
    },
    close: () => {
      if (state.isClosed) return;
      append(Object.values(rests).flatMap((rest) => (rest.length > 0 ? record(rest, clock.now()) : [])));
      state.isClosed = true;
      file.close();
      changes.emit('change');
    },
  };
}

/** Whole lines with their newline, over-long ones in parts without, and the beginning of the next line. */
function cutLines(bytes: Buffer): { lines: Buffer[]; rest: Buffer } {
  const lines: Buffer[] = [];
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(newline, start);
    const length = end < 0 ? bytes.length - start : end - start + 1;
    if (end < 0 && length <= longestLine) break;
    const part = bytes.subarray(start, start + Math.min(length, longestLine));
    lines.push(part);
    start += part.length;
  }
  return { lines, rest: Buffer.from(bytes.subarray(start)) };
}

function record(line: Buffer, now: number): Buffer {
  const isWhole = line.at(-1) === newline;
  const header = Buffer.from(`${new Date(now).toISOString()} ${isWhole ? 'F' : 'P'} `);
  return Buffer.concat(isWhole ? [header, line] : [header, line, Buffer.of(newline)]);
}
