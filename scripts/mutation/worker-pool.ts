import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Measured } from './measure.js';
import type { Trial } from './try-mutant.js';
import type { Order } from './worker.js';

const program = fileURLToPath(new URL('worker.js', import.meta.url));

/** The answer of a worker that was stopped or has ended. */
export const LOST = Symbol('lost');

/** One process that runs tests. If it hangs or ends, the next request gets a new one. */
export class Worker {
  private child: ChildProcess | undefined;

  measure(path: string): Promise<Measured | typeof LOST> {
    return this.ask({ kind: 'measure', path }, 120_000);
  }

  /** The test that killed the mutant and its bundle, or undefined. */
  try(trial: Trial, milliseconds: number): Promise<{ by: string; path: string } | undefined | typeof LOST> {
    return this.ask({ kind: 'try', trial }, milliseconds);
  }

  stop(): void {
    this.child?.removeAllListeners();
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }

  private ask<Answer>(order: Order, milliseconds: number): Promise<Answer | typeof LOST> {
    this.child ??= fork(program, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: ['--no-warnings'] });
    const child = this.child;
    return new Promise((resolve, reject) => {
      const lost = () => {
        clearTimeout(timer);
        this.stop();
        resolve(LOST);
      };
      const timer = setTimeout(lost, milliseconds);
      child.once('exit', lost);
      child.once('message', (message: { answer?: Answer; error?: string }) => {
        clearTimeout(timer);
        child.off('exit', lost);
        if (message.error === undefined) resolve(message.answer as Answer);
        else reject(new Error(message.error));
      });
      child.send(order);
    });
  }
}

/** Processes the items with all workers in parallel; results in the order of the items. */
export async function spread<Item, Result>(
  workers: readonly Worker[],
  items: readonly Item[],
  work: (worker: Worker, item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  await Promise.all(
    workers.map(async (worker) => {
      while (next < items.length) {
        const index = next++;
        results[index] = await work(worker, items[index] as Item);
      }
    }),
  );
  return results;
}
