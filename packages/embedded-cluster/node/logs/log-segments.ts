import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** As a kubelet rotates: containerLogMaxSize and containerLogMaxFiles. What is older is gone. */
const segmentBytes = 10 * 1024 * 1024;
const mostSegments = 5;

/** A part of a log: a file of its own. `start` counts the bytes of all parts before, those that are gone too. */
export interface LogSegment {
  readonly path: string;
  readonly start: number;
}

/** A log on disk that never grows beyond a limit. */
export interface LogFile {
  /** All bytes that were ever written. */
  readonly size: number;
  /** Oldest first; at least one. The last has the path of the log. */
  readonly segments: readonly LogSegment[];
  append(records: Buffer): void;
  close(): void;
}

export function openLogFile(path: string, limits = { segmentBytes, mostSegments }): LogFile {
  let file = openNew(path);
  let size = 0;
  let count = 0;
  let segments: readonly LogSegment[] = [{ path, start: 0 }];

  const rotate = () => {
    closeSync(file);
    const moved = `${path}.${++count}`;
    renameSync(path, moved);
    const kept = [...segments.slice(0, -1), { path: moved, start: segments.at(-1)?.start ?? 0 }];
    for (const gone of kept.splice(0, kept.length + 1 - limits.mostSegments)) rmSync(gone.path, { force: true });
    file = openNew(path);
    segments = [...kept, { path, start: size }];
  };
  return {
    get size() {
      return size;
    },
    get segments() {
      return segments;
    },
    append(records) {
      if (size - (segments.at(-1)?.start ?? 0) >= limits.segmentBytes) rotate();
      size += writeAll(file, records);
    },
    close: () => closeSync(file),
  };
}

/** Never what another program may have put at its place: a pipe would block forever. */
function openNew(path: string): number {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { recursive: true, force: true });
  return openSync(path, 'wx', 0o600);
}

/** A full disk costs log lines, not the cluster. */
function writeAll(file: number, bytes: Buffer): number {
  try {
    return writeSync(file, bytes);
  } catch {
    return 0;
  }
}
