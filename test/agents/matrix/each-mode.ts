import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { AgentPreset } from '../../../plan/agent-preset/preset.js';
import { type AgentRun, type AgentRuns, startAgentRuns } from '../agent-runs.js';

/** What becomes of a run in one mode of the stub. */
export interface Want {
  readonly exitCode: number;
  readonly error?: RegExp;
  readonly retryAfter?: number;
  readonly summary?: string;
  /** Most seconds until the CLI has given up, on a machine with nothing else to do, and what a busy one needs besides. */
  readonly withinSeconds?: number;
}

/** More CLIs would wait for each other more than for their provider. */
const atOnce = 4;

/** Seconds that the CLI may wait. */
const rateLimit = { waitSeconds: 3 };

/** Runs the real CLI of a preset through planner and embedded cluster, once in each mode, and prints how long each took. */
export function testEachMode(preset: AgentPreset, modes: Readonly<Record<string, Want>>, silenceSeconds = 30): void {
  let agents: AgentRuns;
  const runs = new Map<string, AgentRun>();
  beforeAll(async () => {
    agents = await startAgentRuns(preset);
    const left = Object.keys(modes);
    const runSome = async (): Promise<void> => {
      for (let mode = left.shift(); mode !== undefined; mode = left.shift()) {
        const permissions = mode === 'push' ? 'all' : 'edit';
        runs.set(mode, await agents.run(`mode-${mode}`, mode, { rateLimit, silenceSeconds, permissions }));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, runSome));
  }, 600_000);
  afterAll(() => agents.stop());

  test.each(Object.entries(modes))(
    `${preset.title}: %s`,
    (mode, { exitCode, error, retryAfter, summary, withinSeconds }) => {
      const run = runs.get(mode);
      const seconds = Number(run?.result['durationSeconds']);
      console.info(
        `${preset.name} ${mode}: exit code ${run?.exitCode} after ${seconds} s: ${run?.result['error'] ?? run?.result['summary']}`,
      );
      expect({ ...run?.result, exitCode: run?.exitCode }).toMatchObject({
        exitCode,
        ...(error && { error: expect.stringMatching(error) }),
        ...(retryAfter !== undefined && { retryAfter }),
        ...(summary !== undefined && { summary }),
      });
      expect(run?.pushed('STUB-MODEL.md')).toBe(mode === 'push' ? 'The stub model was here.\n' : undefined);
      expect(seconds).toBeLessThanOrEqual(withinSeconds ?? 60);
    },
  );
}
