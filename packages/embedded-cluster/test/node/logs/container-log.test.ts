import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../../../work-queue/clock.js';
import { messageFromLog } from '../../../node/container/termination-message.js';
import { type ContainerLog, openContainerLog } from '../../../node/logs/container-log.js';
import { type ReadLogOptions, readLog } from '../../../node/logs/read-log.js';

let folder: string;
let log: ContainerLog;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'test-log-'));
  log = openContainerLog(join(folder, '0.log'), systemClock);
});
afterEach(() => {
  log.close();
  rmSync(folder, { recursive: true });
});

const bytes = (text: string) => Buffer.from(text);

async function read(options: Partial<ReadLogOptions> = {}, signal = new AbortController().signal): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readLog(log, { follow: false, timestamps: false, ...options }, signal)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('a container log', () => {
  test('characters and lines cut anywhere, two streams at once: whole lines come out', async () => {
    const [first, second] = [bytes('grün\n').subarray(0, 3), bytes('grün\n').subarray(3)];
    log.write('stdout', first);
    log.write('stderr', bytes('err'));
    log.write('stdout', second);
    log.write('stderr', bytes('or\n'));
    expect(await read()).toBe('grün\nerror\n');
  });

  test('a last line without an end: kept as it is', async () => {
    log.write('stdout', bytes('a\nb'));
    log.close();
    expect(await read()).toBe('a\nb');
    expect(messageFromLog(log.path)).toBe('a\nb');
  });

  test('a line longer than a record: one line again when read', async () => {
    const line = `${'x'.repeat(40_000)}\n`;
    log.write('stdout', bytes(line));
    expect(await read()).toBe(line);
    expect(await read({ tailLines: 1 })).toBe(line);
  });

  test('following: gets what is written later, and ends with the container', async () => {
    log.write('stdout', bytes('a\n'));
    const following = read({ follow: true });
    log.write('stdout', bytes('b\n'));
    setImmediate(() => {
      log.write('stdout', bytes('c\n'));
      log.close();
    });
    expect(await following).toBe('a\nb\nc\n');
  });

  test('following until the reader goes away: ends', async () => {
    const reader = new AbortController();
    const following = read({ follow: true }, reader.signal);
    reader.abort();
    expect(await following).toBe('');
  });

  test('tailLines and limitBytes: the last lines, then no more bytes than that', async () => {
    log.write('stdout', bytes('1\n2\n3\n4\n'));
    expect(await read({ tailLines: 2 })).toBe('3\n4\n');
    expect(await read({ tailLines: 0 })).toBe('');
    expect(await read({ limitBytes: 3 })).toBe('1\n2');
  });

  test('timestamps and sinceTime: each line has its time, earlier lines are left out', async () => {
    log.write('stdout', bytes('a\n'));
    expect(await read({ timestamps: true })).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z a\n$/);
    expect(await read({ sinceTime: '2999-01-01T00:00:00Z' })).toBe('');
    expect(await read({ sinceTime: '2000-01-01T00:00:00Z' })).toBe('a\n');
  });
});

describe('a log that grows without end', () => {
  const limits = { segmentBytes: 1_000, mostSegments: 3 };
  const line = (i: number) => `line ${String(i).padStart(4, '0')}\n`;
  const numbers = (text: string) => [...text.matchAll(/\d{4}/g)].map(Number);
  let small: ContainerLog;
  beforeEach(() => {
    small = openContainerLog(join(folder, 'small.log'), systemClock, limits);
  });
  afterEach(() => small.close());
  const write = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => small.write('stdout', bytes(line(from + i))));
  const readSmall = async (options: Partial<ReadLogOptions> = {}) => {
    const chunks: Uint8Array[] = [];
    const { signal } = new AbortController();
    for await (const chunk of readLog(small, { follow: false, timestamps: false, ...options }, signal))
      chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };

  test('keeps a few files of a bounded size; what is read is the end of it, without a gap', async () => {
    write(0, 1_000);
    const kept = numbers(await readSmall());
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, i) => 1_000 - kept.length + i));
    expect(kept.length).toBeGreaterThan(40);
    const files = readdirSync(folder).filter((name) => name.startsWith('small.log'));
    expect(files).toHaveLength(3);
    expect(Math.max(...files.map((name) => statSync(join(folder, name)).size))).toBeLessThan(1_100);
    expect(await readSmall({ tailLines: 2 })).toBe(line(998) + line(999));
  });

  test('following: no line is missed across files', async () => {
    const following = readSmall({ follow: true });
    setImmediate(() => {
      write(0, 50);
      setImmediate(() => {
        write(50, 60);
        small.close();
      });
    });
    expect(numbers(await following)).toEqual(Array.from({ length: 60 }, (_, i) => i));
  });
});
