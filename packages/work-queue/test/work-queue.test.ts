import { describe, expect, test } from '@jest/globals';
import { FakeClock, settle } from '../testing.js';
import { WorkQueue, type WorkQueueOptions } from '../work-queue.js';

/** A queue that records its passes; a pass runs until `finish` or `fail` is called with its key. */
function makeQueue(options: Partial<WorkQueueOptions<string>> = {}) {
  const clock = new FakeClock();
  const passes: string[] = [];
  const open = new Map<
    string,
    { resolve: (result?: { requeueAfterSeconds?: number }) => void; reject: (e: Error) => void }
  >();
  const process = (key: string) => {
    passes.push(key);
    return new Promise<{ requeueAfterSeconds?: number } | undefined>((resolve, reject) => {
      open.set(key, { resolve, reject });
    });
  };
  const queue = new WorkQueue<string>({ process, clock, ...options });
  const finish = async (key: string, result?: { requeueAfterSeconds?: number }) => {
    open.get(key)?.resolve(result);
    await settle();
  };
  const fail = async (key: string) => {
    open.get(key)?.reject(new Error(`${key} failed`));
    await settle();
  };
  return { queue, clock, passes, finish, fail };
}

describe('WorkQueue', () => {
  test('a key added three times before its pass: one pass', async () => {
    const { queue, passes, finish } = makeQueue();
    for (const key of ['a', 'a', 'a']) queue.add(key);
    queue.start();
    await settle();
    await finish('a');
    expect(passes).toEqual(['a']);
  });

  test('a key added twice during its pass: exactly one more pass, after the first has ended', async () => {
    const { queue, passes, finish } = makeQueue();
    queue.start();
    queue.add('a');
    await settle();
    queue.add('a');
    queue.add('a');
    await settle();
    expect(passes).toEqual(['a']);
    await finish('a');
    await finish('a');
    expect(passes).toEqual(['a', 'a']);
  });

  test('more keys than workers: served in order, at most `concurrency` at once', async () => {
    const { queue, passes, finish } = makeQueue({ concurrency: 2 });
    queue.start();
    for (const key of ['a', 'b', 'c', 'd']) queue.add(key);
    await settle();
    expect(passes).toEqual(['a', 'b']);
    await finish('b');
    expect(passes).toEqual(['a', 'b', 'c']);
    await finish('a');
    expect(passes).toEqual(['a', 'b', 'c', 'd']);
  });

  test('a busy key: goes to the end of the queue and does not starve others', async () => {
    const { queue, passes, finish } = makeQueue({ concurrency: 1 });
    queue.start();
    for (const key of ['a', 'b', 'c']) queue.add(key);
    await settle();
    queue.add('a');
    for (const key of ['a', 'b', 'c', 'a']) await finish(key);
    expect(passes).toEqual(['a', 'b', 'c', 'a']);
  });

  test('a key whose passes throw: backs off 5, 10, 20 ms; a success resets the backoff', async () => {
    const delays: number[] = [];
    const { queue, clock, finish, fail } = makeQueue({ onError: (_key, _error, seconds) => delays.push(seconds) });
    queue.start();
    queue.add('a');
    await settle();
    for (const seconds of [0.005, 0.01, 0.02]) {
      await fail('a');
      await clock.advance(seconds);
    }
    await finish('a');
    queue.add('a');
    await settle();
    await fail('a');
    expect(delays).toEqual([0.005, 0.01, 0.02, 0.005]);
  });

  test('consecutive conflicts: the wait doubles, at most 30 s, and none is a failure', async () => {
    const clock = new FakeClock();
    const starts: number[] = [];
    const errors: unknown[] = [];
    const queue = new WorkQueue<string>({
      clock,
      onError: (_key, error) => errors.push(error),
      process: async () => {
        starts.push(clock.now());
        return starts.length === 10 ? undefined : { requeueAfterSeconds: 0.2, isConflict: true };
      },
    });
    queue.start();
    queue.add('a');
    await clock.advance(300);
    queue.add('a');
    await clock.advance(1);
    const waits = starts.slice(1).map((at, index) => Math.round(at - (starts[index] ?? 0)) / 1000);
    expect(waits.slice(0, 9)).toEqual([0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30]);
    expect(waits[10]).toBe(0.2);
    expect(errors).toEqual([]);
  });

  test('a key that has thrown thirty times: retried every 5 minutes', async () => {
    const { queue, clock, passes, fail } = makeQueue();
    queue.start();
    queue.add('a');
    await settle();
    for (let failures = 0; failures < 30; failures++) {
      await fail('a');
      await clock.advance(300);
    }
    expect(passes).toHaveLength(31);
  });

  test('a pass with requeueAfterSeconds 60: the next pass after 60 s, not before', async () => {
    const { queue, clock, passes, finish } = makeQueue();
    queue.start();
    queue.add('a');
    await settle();
    await finish('a', { requeueAfterSeconds: 60 });
    await clock.advance(59);
    expect(passes).toEqual(['a']);
    await clock.advance(1);
    expect(passes).toEqual(['a', 'a']);
  });

  test('two delayed adds of one key: one pass, at the earlier time', async () => {
    const { queue, clock, passes, finish } = makeQueue();
    queue.start();
    queue.addAfter('a', 60);
    queue.addAfter('a', 10);
    queue.addAfter('a', 30);
    await clock.advance(10);
    expect(passes).toEqual(['a']);
    await finish('a');
    await clock.advance(100);
    expect(passes).toEqual(['a']);
  });

  test('a process that throws before its first await: backs off like any failure', async () => {
    const errors: unknown[] = [];
    const process = () => {
      throw new Error('at once');
    };
    const { queue } = makeQueue({ process, onError: (_key, error) => errors.push(error) });
    queue.start();
    queue.add('a');
    await settle();
    expect(errors).toEqual([new Error('at once')]);
  });

  test('stop: waits for the running pass, drops waiting and delayed keys, ignores later adds', async () => {
    const { queue, clock, passes, finish } = makeQueue({ concurrency: 1 });
    queue.start();
    for (const key of ['a', 'b']) queue.add(key);
    queue.addAfter('c', 1);
    await settle();
    queue.add('a');
    let isStopped = false;
    const stopped = queue.stop().then(() => {
      isStopped = true;
    });
    await settle();
    expect(isStopped).toBe(false);
    await finish('a', { requeueAfterSeconds: 1 });
    await stopped;
    queue.add('d');
    await settle();
    expect({ passes, timers: clock.pendingSeconds() }).toEqual({ passes: ['a'], timers: [] });
  });
});
