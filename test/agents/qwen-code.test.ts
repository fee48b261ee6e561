import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { qwenCode } from '../../plan/agent-preset/presets/qwen-code.js';
import { type AgentRun, type AgentRuns, startAgentRuns } from './agent-runs.js';

let agents: AgentRuns;
let runs: Readonly<Record<'push' | 'limit', AgentRun>>;

beforeAll(async () => {
  agents = await startAgentRuns(qwenCode);
  const [push, limit] = await Promise.all([
    agents.run('push', 'push', { permissions: 'all', maxTurns: 10 }),
    agents.run('limit', '429-after-120'),
  ]);
  runs = { push, limit };
});

afterAll(() => agents.stop());

test('it edits, commits and pushes: the task succeeds, and the branch has the file', () => {
  const { push } = runs;
  expect(push).toMatchObject({ exitCode: 0, task: { phase: 'Succeeded' } });
  expect(push.pushed('STUB-MODEL.md')).toBe('The stub model was here.\n');
  expect(push.result).toEqual({
    summary: 'I wrote STUB-MODEL.md.',
    branch: expect.stringMatching(/^kubetask\//),
    verdict: 'changed',
    claims: ['branch', 'verdict'],
    tokens: {
      input: expect.any(Number),
      output: expect.any(Number),
      cached: expect.any(Number),
      total: expect.any(Number),
    },
    turns: 3,
    model: 'stub-model',
    sessionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    durationSeconds: expect.any(Number),
  });
});

test('the provider asks for two minutes: tried again later, as soon as it says so', () => {
  const { exitCode, result } = runs.limit;
  expect({ exitCode, retryAfter: result['retryAfter'] }).toEqual({ exitCode: 75, retryAfter: 90 });
});
