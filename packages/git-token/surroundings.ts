import { randomBytes } from 'node:crypto';
import { type Send, send } from './send.js';

/** What a mint needs of the world. */
export interface Surroundings {
  readonly send: Send;
  /** Milliseconds since 1970. */
  now(): number;
  /** A short text that no other token has in its name. */
  random(): string;
  /** Resolves after a time, or when the signal aborts. Never rejects. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** A line for people. */
  log(line: string): void;
}

/** This machine and the network. */
export const realSurroundings: Surroundings = {
  send,
  now: () => Date.now(),
  random: () => randomBytes(6).toString('hex'),
  wait: (milliseconds, signal) =>
    new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      if (signal?.aborted) done();
      else signal?.addEventListener('abort', done, { once: true });
    }),
  log: (line) => process.stderr.write(`${line}\n`),
};
