import type { BatchSpec, RetryRule } from '../../../api/generated/kinds.js';

/** The rule of a class that can be given once. */
export const retryRule = (
  { retry }: Pick<BatchSpec, 'retry'>,
  wanted: Exclude<RetryRule['class'], 'ExitCodes'>,
): RetryRule | undefined => retry?.on?.find(({ class: name }) => name === wanted);
