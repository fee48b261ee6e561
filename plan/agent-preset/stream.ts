/** A line that the CLI printed, without its end. */
export interface StreamLine {
  readonly from: 'stdout' | 'stderr';
  /** With the values of Secrets masked. */
  readonly text: string;
  /** True for the beginning of a line that is longer than `MOST_LINE_BYTES`. */
  readonly isCut: boolean;
}

/** Of a longer line, the rest is dropped. */
export const MOST_LINE_BYTES = 1 << 20;

/** What a line says about time. */
export type StreamMark =
  /** The CLI waits for its provider. Without `retryAfterSeconds`, the provider has not said how long. */
  | {
      readonly kind: 'waiting';
      readonly because: WaitReason;
      readonly retryAfterSeconds?: number;
      readonly said?: string;
    }
  /** The provider has answered: the CLI no longer waits. */
  | { readonly kind: 'work' }
  /** The last record. If work comes behind it, it was not the last. */
  | { readonly kind: 'last' };

/**
 * RateLimit: 429, 503 or 529, which are temporary. Refused: a wrong key, model or request, though the CLI asks again.
 * ProviderError: any other failure for which the CLI waits.
 */
export type WaitReason = 'RateLimit' | 'Refused' | 'ProviderError';

/** How the process of the CLI ended. */
export interface ProcessExit {
  /** Undefined after a signal. */
  readonly code?: number;
  readonly signal?: string;
}

/** What the CLI says of its work. Numbers are as it says them, so they may be of any size. */
export interface AgentFacts {
  readonly tokens?: AgentTokens;
  readonly turns?: number;
  readonly model?: string;
  readonly costUsd?: number;
  readonly sessionId?: string;
  /** The last text of the model. */
  readonly summary?: string;
}

export interface AgentTokens {
  /** Of the prompt, with those that the provider had in its cache. */
  readonly input?: number;
  readonly output?: number;
  readonly cached?: number;
}

/** What became of the work. Exit codes of the wrapper: 0, 75, 42, 1. */
export type AgentOutcome = 'Succeeded' | 'RateLimited' | 'Refused' | 'Failed';

export interface Verdict {
  readonly outcome: AgentOutcome;
  /** For people, usually the provider's sentence. */
  readonly error?: string;
  readonly retryAfterSeconds?: number;
  readonly facts: AgentFacts;
  /** @default the outcome's */
  readonly exitCode?: number;
}

/** Reads what one CLI prints, line by line, and keeps little of it. Never throws. */
export interface StreamReader {
  /** @returns what the clock must know of the line */
  read(line: StreamLine): StreamMark | undefined;
  /** Called once, when the process has ended or was ended. */
  end(exit: ProcessExit): Verdict;
}
