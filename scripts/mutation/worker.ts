import fc from 'fast-check';
import { measure } from './measure.js';
import { type Trial, tryMutant } from './try-mutant.js';

export type Order =
  | { readonly kind: 'measure'; readonly path: string }
  | { readonly kind: 'try'; readonly trial: Trial };

// The same random examples for every mutant, so that results are reproducible.
fc.configureGlobal({ seed: 1, numRuns: 40 });
// Errors that one mutant leaves behind must not end the process that tests the next.
process.on('uncaughtException', () => {});
process.on('unhandledRejection', () => {});

// Whoever asks is gone, such as by a signal.
process.on('disconnect', () => process.exit());

process.on('message', async (order: Order) => {
  try {
    process.send?.({ answer: order.kind === 'measure' ? await measure(order.path) : await tryMutant(order.trial) });
  } catch (error) {
    process.send?.({ error: String(error) });
  }
});
