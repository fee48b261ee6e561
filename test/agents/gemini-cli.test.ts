import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { geminiCli } from '../../plan/agent-preset/presets/gemini-cli.js';
import { type AgentRun, type AgentRuns, startAgentRuns } from './agent-runs.js';

let agents: AgentRuns;
let runs: Readonly<Record<'push' | 'edit' | 'auth' | 'limit', AgentRun>>;

// All at once: a start of the CLI takes seconds, and most of them it waits.
beforeAll(async () => {
  agents = await startAgentRuns(geminiCli);
  const [push, edit, auth, limit] = await Promise.all([
    agents.run('push', 'push', { permissions: 'all', maxTurns: 10 }),
    agents.run('edit', 'push'),
    agents.run('auth', '401'),
    agents.run('limit', '429-after-120'),
  ]);
  runs = { push, edit, auth, limit };
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
    tokens: { input: 360, output: 90, cached: 60, total: 450 },
    turns: 3,
    model: 'stub-model',
    sessionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    durationSeconds: expect.any(Number),
  });
  expect(push.task.result).toEqual(push.result);
});

test('permissions edit: it edits a file, and runs no command', () => {
  expect(runs.edit.log).toMatch(/"tool_id":"write_file[^"]*","status":"success"/);
  expect(runs.edit.pushed('STUB-MODEL.md')).toBeUndefined();
});

test('the provider does not know the key: refused, with its sentence', () => {
  const { exitCode, result } = runs.auth;
  expect({ exitCode, error: result['error'] }).toEqual({
    exitCode: 42,
    error: 'The stub model does not know this key.',
  });
});

test('the provider asks for two minutes: tried again later, with its time', () => {
  const { exitCode, result } = runs.limit;
  expect({ exitCode, retryAfter: result['retryAfter'] }).toEqual({ exitCode: 75, retryAfter: 120 });
});
