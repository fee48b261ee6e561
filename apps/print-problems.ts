import { SynthesisError } from '../constructs/index.js';

/** Runs what a program synthesizes. Problems are printed on stderr, one per line and nothing else, and end the process with exit code 1. */
export function printProblems(synthesize: () => void): void {
  try {
    synthesize();
  } catch (error) {
    if (!(error instanceof SynthesisError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
