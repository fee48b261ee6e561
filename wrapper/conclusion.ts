import { EXIT_BAD_INPUT, EXIT_TEMPORARY } from '../api/exit-codes.js';
import type { AgentOutcome, Verdict } from '../plan/agent-preset/stream.js';
import type { StopReason, Watched, WatchLimits } from './watch.js';

/** How the wrapper ends. */
export interface Conclusion {
  readonly exitCode: number;
  readonly error?: string;
  readonly retryAfterSeconds?: number;
}

/** 128 and the number of SIGTERM. */
const EXIT_TERMINATED = 143;

const exitCodes: Readonly<Record<AgentOutcome, number>> = {
  Succeeded: 0,
  RateLimited: EXIT_TEMPORARY,
  Refused: EXIT_BAD_INPUT[0] ?? 42,
  Failed: 1,
};

/** From what the CLI has said, and why it was ended. Work that succeeded before it was ended has succeeded. */
export function conclude(verdict: Verdict, watched: Watched, limits: WatchLimits): Conclusion {
  const reason = watched.stopping?.reason;
  if (verdict.outcome === 'Succeeded' || reason === undefined || reason === 'Finished') return ofVerdict(verdict);
  return stopped(reason, watched, limits);
}

function ofVerdict({ outcome, exitCode, error, retryAfterSeconds }: Verdict): Conclusion {
  return {
    exitCode: exitCode ?? exitCodes[outcome],
    ...(error === undefined ? {} : { error }),
    ...(retryAfterSeconds === undefined || outcome !== 'RateLimited' ? {} : { retryAfterSeconds }),
  };
}

function stopped(reason: Exclude<StopReason, 'Finished'>, { waiting }: Watched, limits: WatchLimits): Conclusion {
  const said = waiting?.said === undefined ? '' : `: ${waiting.said}`;
  switch (reason) {
    case 'Terminated':
      return { exitCode: EXIT_TERMINATED, error: 'the agent was stopped (SIGTERM)' };
    case 'Silence':
      return { exitCode: exitCodes.Failed, error: `the agent was silent for ${limits.silenceSeconds} seconds` };
    case 'Refused':
      return { exitCode: exitCodes.Refused, error: `the provider refuses the requests${said}` };
    case 'ProviderError':
      return { exitCode: exitCodes.Failed, error: `the provider failed for ${limits.waitSeconds} seconds${said}` };
    case 'RateLimit': {
      const { retryAfterSeconds } = waiting ?? {};
      const error = `the provider limits the rate${said}`;
      return { exitCode: EXIT_TEMPORARY, error, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
    }
  }
}
