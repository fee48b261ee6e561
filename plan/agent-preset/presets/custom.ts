import { EXIT_BAD_INPUT, EXIT_TEMPORARY } from '../../../api/exit-codes.js';
import type { AgentOutcome, StreamReader } from '../stream.js';

/** A command of the user's own: nothing is known of what it prints, so its exit code decides, as without a wrapper. */
export const openReader = (): StreamReader => ({
  read: () => undefined,
  end({ code, signal }) {
    if (code === 0) return { outcome: 'Succeeded', facts: {} };
    const how = signal ?? `exit code ${code}`;
    return { outcome: outcomeOf(code), exitCode: code ?? 1, error: `the agent ended with ${how}`, facts: {} };
  },
});

function outcomeOf(code: number | undefined): AgentOutcome {
  if (code === EXIT_TEMPORARY) return 'RateLimited';
  return code !== undefined && EXIT_BAD_INPUT.includes(code) ? 'Refused' : 'Failed';
}
