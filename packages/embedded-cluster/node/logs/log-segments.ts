import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { assertReal } from '../../regular-file.js';

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

/**
 * A program of the container can move, remove or replace the files and their folder. That costs it its own output: nothing
 * is written through a link, and nothing throws.
 */
export function openLogFile(path: string, limits = { segmentBytes, mostSegments }): LogFile {
  let file = openNew(path);
  let size = 0;
  let count = 0;
  let segments: readonly LogSegment[] = [{ path, start: 0 }];

  const rotate = () => {
    if (file !== undefined) closeSync(file);
    const moved = `${path}.${++count}`;
    const last = moveAside(path, moved) ? [{ path: moved, start: segments.at(-1)?.start ?? 0 }] : [];
    const kept = [...segments.slice(0, -1), ...last];
    for (const gone of kept.splice(0, Math.max(0, kept.length + 1 - limits.mostSegments))) removeFile(gone.path);
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
      if (file !== undefined) size += writeAll(file, records);
    },
    close: () => {
      if (file !== undefined) closeSync(file);
    },
  };
}

/** Never what another program may have put at its place: a pipe would block forever. Undefined when there can be no file. */
function openNew(path: string): number | undefined {
  try {
    mkdirSync(dirname(path), { recursive: true });
    assertReal(path);
    rmSync(path, { recursive: true, force: true });
    return openSync(path, 'wx', 0o600);
  } catch {
    return undefined;
  }
}

/** Whether it was there. */
function moveAside(path: string, moved: string): boolean {
  try {
    assertReal(path);
    renameSync(path, moved);
    return true;
  } catch {
    return false;
  }
}

function removeFile(path: string): void {
  try {
    assertReal(path);
    rmSync(path, { force: true });
  } catch {
    // gone with its folder
  }
}

/** A full disk costs log lines, not the cluster. */
function writeAll(file: number, bytes: Buffer): number {
  try {
    return writeSync(file, bytes);
  } catch {
    return 0;
  }
}
