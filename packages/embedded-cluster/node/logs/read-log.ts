import { once } from 'node:events';
import { type FileHandle, open } from 'node:fs/promises';
import { assertRegular, linkError, readFlags } from '../../regular-file.js';
import type { ContainerLog } from './container-log.js';
import type { LogSegment } from './log-segments.js';

export interface ReadLogOptions {
  readonly follow: boolean;
  readonly tailLines?: number;
  readonly sinceTime?: string;
  readonly timestamps: boolean;
  readonly limitBytes?: number;
}

interface LogRecord {
  readonly time: string;
  /** With its newline, unless it continues in the next record. */
  readonly text: Buffer;
}

const chunkBytes = 64 * 1024;
const newline = 0x0a;
const space = 0x20;

/**
 * The lines of a container's log, as bytes. With `follow` it ends when the container has ended, or when `signal` aborts;
 * without, at the end of what is there. Never splits a line between two yields.
 */
export async function* readLog(
  log: ContainerLog,
  options: ReadLogOptions,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  const skipped =
    options.tailLines === undefined ? 0 : Math.max(0, (await countLines(log, signal)) - options.tailLines);
  const since = options.sinceTime === undefined ? 0 : Date.parse(options.sinceTime);
  let line = 0;
  let isLineStart = true;
  let budget = options.limitBytes ?? Number.POSITIVE_INFINITY;
  for await (const { time, text } of readRecords(log, options.follow, signal)) {
    const isWanted = line >= skipped && Date.parse(time) >= since;
    const shown = options.timestamps && isLineStart ? Buffer.concat([Buffer.from(`${time} `), text]) : text;
    isLineStart = text.at(-1) === newline;
    if (isLineStart) line++;
    if (!isWanted) continue;
    yield shown.subarray(0, budget);
    budget -= shown.length;
    if (budget <= 0) return;
  }
}

async function countLines(log: ContainerLog, signal: AbortSignal): Promise<number> {
  let lines = 0;
  let isLineStart = true;
  for await (const { text } of readRecords(log, false, signal)) {
    isLineStart = text.at(-1) === newline;
    if (isLineStart) lines++;
  }
  return isLineStart ? lines : lines + 1;
}

async function* readRecords(log: ContainerLog, follow: boolean, signal: AbortSignal): AsyncIterable<LogRecord> {
  let rest = Buffer.alloc(0);
  for await (const chunk of readChunks(log, follow, signal)) {
    const bytes = Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(newline) + 1;
    rest = bytes.subarray(end);
    yield* parseRecords(bytes.subarray(0, end));
  }
}

/** @throws NotARegularFile when a program has put something else at its place */
async function openLog(path: string): Promise<FileHandle> {
  const file = await open(path, readFlags).catch((error: unknown) => {
    throw linkError(path, error);
  });
  try {
    assertRegular(path, await file.stat());
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** From the oldest file that is kept to the newest; one that is removed while it is read is read to its end. */
async function* readChunks(log: ContainerLog, follow: boolean, signal: AbortSignal): AsyncIterable<Buffer> {
  for (let next: LogSegment | undefined = log.segments[0]; next; ) {
    const { start } = next;
    yield* readSegment(log, next, follow, signal);
    if (signal.aborted) return;
    next = log.segments.find((segment) => segment.start > start);
  }
}

/** Only as much as was written, whatever a program has made of the file; what it has removed is passed over. */
async function* readSegment(log: ContainerLog, { start }: LogSegment, follow: boolean, signal: AbortSignal) {
  const file = await openSegment(log, start);
  if (!file) return;
  const end = () => log.segments.find((segment) => segment.start > start)?.start ?? log.size;
  const isLatest = () => log.segments.at(-1)?.start === start;
  try {
    for (let offset = start; !signal.aborted; ) {
      const wanted = Math.min(chunkBytes, end() - offset);
      if (wanted > 0) {
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(wanted), 0, wanted, offset - start);
        offset = bytesRead > 0 ? offset + bytesRead : end();
        if (bytesRead > 0) yield buffer.subarray(0, bytesRead);
      } else if (!isLatest() || !follow || log.isClosed) return;
      else await changeOf(log, signal);
    }
  } finally {
    await file.close();
  }
}

/** Undefined when it is not kept any more. Files change their names while one is opened. */
async function openSegment(log: ContainerLog, start: number): Promise<FileHandle | undefined> {
  const place = () => log.segments.find((segment) => segment.start === start)?.path;
  for (let path = place(); path !== undefined; path = place()) {
    const file = await openLog(path).catch((error: unknown) => {
      if (place() === path) throw error;
    });
    if (file && place() === path) return file;
    await file?.close();
  }
  return undefined;
}

async function changeOf(log: ContainerLog, signal: AbortSignal): Promise<void> {
  await once(log.changes, 'change', { signal }).catch(() => undefined); // an abort only ends the wait
}

function* parseRecords(bytes: Buffer): Iterable<LogRecord> {
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(newline, start) + 1;
    const record = bytes.subarray(start, end);
    const timeEnd = record.indexOf(space);
    const isPartial = record[timeEnd + 1] === 'P'.charCodeAt(0);
    const text = record.subarray(timeEnd + 3, isPartial ? -1 : undefined);
    yield { time: record.toString('latin1', 0, timeEnd), text };
    start = end;
  }
}
