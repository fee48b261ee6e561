import type { Phase } from '../../api/generated/kinds.js';
import { type StoredResult, totalTokens } from '../../api/status/stored-result.js';

/** What work that ended alike has cost, as its agents reported it. Not negative. */
export interface Spend {
  readonly phase: 'Succeeded' | 'Failed' | 'Cancelled';
  readonly costUsd: number;
  readonly tokens: number;
}

interface Work {
  readonly phase?: Phase;
  readonly reason?: string;
  readonly result?: StoredResult;
}

/** What one task or run has cost; empty when it has not ended, or no cost is reported. */
export function spent({ phase, reason, result = {} }: Work): Spend[] {
  // Another run has paid for it.
  if (reason === 'Reused') return [];
  const { costUsd, tokens } = amounts(result);
  const isCounted = phase === 'Succeeded' || phase === 'Failed' || phase === 'Cancelled';
  return isCounted && costUsd + tokens > 0 ? [{ phase, costUsd, tokens }] : [];
}

const amounts = (result: StoredResult) => ({
  costUsd: amount(result.costUsd),
  tokens: amount(totalTokens(result)),
});

/** So much that no sum of them is beyond what a counter can hold. */
const MOST = 1e15;

/** Agents may report anything, and earlier versions kept it; a counter only ever grows, and stays a number. */
const amount = (value: unknown): number => (typeof value === 'number' && value > 0 ? Math.min(value, MOST) : 0);
