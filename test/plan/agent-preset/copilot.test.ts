import { describe, expect, test } from '@jest/globals';
import { copilot, openReader } from '../../../plan/agent-preset/presets/copilot.js';
import type { StreamMark, Verdict } from '../../../plan/agent-preset/stream.js';
import { readStream, type Stream } from './read-stream.js';

/** Recorded with Copilot CLI 1.0.102 against the stub model. */
const loaded = { type: 'session.mcp_servers_loaded', ephemeral: true, data: { servers: [] } };
const asked = { type: 'user.message', data: { content: 'Say ok.\n' } };
const turn = { type: 'assistant.turn_start', data: { turnId: '0' } };
const called = { type: 'model.call_start', data: { turnId: '0', model: 'stub-model' } };
const say = (content: string) => ({
  type: 'assistant.message',
  data: { model: 'stub-model', content, toolRequests: [], turnId: '0' },
});
const callsTool = {
  type: 'assistant.message',
  data: { model: 'stub-model', content: '', toolRequests: [{ name: 'create' }], turnId: '0' },
};
const delta = { type: 'assistant.message_delta', ephemeral: true, data: { deltaContent: 'o' } };
const tool = (data: object = {}) => ({
  type: 'tool.execution_complete',
  data: { toolCallId: 'call_stub', turnId: '0', success: true, ...data },
});
const failedCall = (statusCode: number | undefined, errorMessage: string) => ({
  type: 'model.call_failure',
  data: { model: 'stub-model', statusCode, retryAttempt: 0, failureKind: 'api', source: 'top_level', errorMessage },
});
const again = (reason: string) => ({ type: 'assistant.turn_retry', data: { turnId: '0', reason } });
const errorOf = (errorType: string, message: string, statusCode?: number) => ({
  type: 'session.error',
  data: { errorType, message, statusCode },
});
const result = (exitCode: number) => ({
  type: 'result',
  sessionId: '6aad993c',
  exitCode,
  usage: { premiumRequests: 0, totalApiDurationMs: 71, codeChanges: { linesAdded: 0, linesRemoved: 0 } },
});
const body = (message: string) => JSON.stringify({ message, type: 'rate_limit_error', code: 'rate_limit_exceeded' });
const limited = 'The stub model has too many requests; come back in 120 seconds.';
const gaveUp = (reason: string) =>
  `Failed to get response from the AI model; retried 5 times (total retry wait time: 5.49 seconds) Last error: ${reason}`;
const wrongKey =
  'Authentication failed with provider at http://127.0.0.1:1/401/v1 (HTTP 401).\n  Check your COPILOT_PROVIDER_API_KEY.';
const noModel = "Model 'x' not found on provider at http://127.0.0.1:1/v1 (HTTP 404).\n  Check that it is available.";
const cut = 'Failed native model HTTP request: error decoding response body: unexpected EOF';

const sessionId = '6aad993c';
const model = 'stub-model';
const exit = { code: 1 };

describe('the verdict', () => {
  const cases: Record<string, { stream: Stream; want: Verdict }> = {
    'a text': {
      stream: { stdout: [loaded, asked, turn, called, say('ok'), result(0)] },
      want: { outcome: 'Succeeded', facts: { sessionId, model, turns: 1, summary: 'ok' } },
    },
    'a tool, then a text': {
      stream: { stdout: [turn, callsTool, tool(), turn, delta, say('Done.'), result(0)] },
      want: { outcome: 'Succeeded', facts: { sessionId, model, turns: 2, summary: 'Done.' } },
    },
    'a success that the process ends with another code': {
      stream: { stdout: [turn, say('ok'), result(0)], exit },
      want: { outcome: 'Succeeded', facts: { sessionId, model, turns: 1, summary: 'ok' } },
    },
    'a failed call, and a later one that works': {
      stream: { stdout: [turn, failedCall(500, 'x'), again('api_error'), say('ok'), result(0)] },
      want: { outcome: 'Succeeded', facts: { sessionId, model, turns: 1, summary: 'ok' } },
    },
    'an unknown key': {
      stream: { stdout: [turn, errorOf('authentication', wrongKey, 401), result(1)], exit },
      want: { outcome: 'Refused', error: wrongKey.replace(/\n */, ' '), facts: { sessionId } },
    },
    'an unknown model': {
      stream: { stdout: [turn, errorOf('query', noModel, 404), result(1)], exit },
      want: { outcome: 'Refused', error: noModel.replace(/\n */, ' '), facts: { sessionId } },
    },
    'too many requests': {
      stream: { stdout: [turn, errorOf('rate_limit', gaveUp(`429 ${limited}`), 429), result(1)], exit },
      want: { outcome: 'RateLimited', error: limited, retryAfterSeconds: 120, facts: { sessionId } },
    },
    'too many requests, though it exits with 0': {
      stream: { stdout: [turn, errorOf('rate_limit', gaveUp(`429 ${limited}`), 429), result(0)] },
      want: { outcome: 'RateLimited', error: limited, retryAfterSeconds: 120, facts: { sessionId } },
    },
    'no AI credits left': {
      stream: { stdout: [turn, errorOf('quota', 'You have no quota.', 402), result(1)], exit },
      want: { outcome: 'RateLimited', error: 'You have no quota.', facts: { sessionId } },
    },
    'a failure of the provider': {
      stream: { stdout: [turn, errorOf('query', gaveUp('500 Broken.'), 500), result(1)], exit },
      want: { outcome: 'Failed', error: 'Broken.', facts: { sessionId } },
    },
    'a stream that was cut by the provider': {
      stream: { stdout: [turn, errorOf('query', gaveUp(cut)), result(1)], exit },
      want: { outcome: 'Failed', error: cut, facts: { sessionId } },
    },
    'a failure without a reason': {
      stream: { stdout: [turn, result(3)], exit: { code: 3 } },
      want: { outcome: 'Failed', error: 'Copilot CLI gave no reason (exit code 3)', facts: { sessionId } },
    },
    'it is ended while it waits for its provider, and says that all went well': {
      stream: { stdout: [turn, failedCall(429, body(limited)), result(0)] },
      want: { outcome: 'Failed', error: 'Copilot CLI ended before the model had answered', facts: { sessionId } },
    },
    'it is ended while a tool runs, and says that all went well': {
      stream: { stdout: [turn, callsTool, result(0)] },
      want: {
        outcome: 'Failed',
        error: 'Copilot CLI ended before the model had answered',
        facts: { sessionId, model, turns: 1 },
      },
    },
    'no last record, though it exits with 0': {
      stream: { stdout: [turn, say('half')] },
      want: {
        outcome: 'Failed',
        error: 'Copilot CLI ended (exit code 0) without its last record',
        facts: { model, turns: 1, summary: 'half' },
      },
    },
    'a last record, and then another turn that has none': {
      stream: { stdout: [result(0), turn] },
      want: {
        outcome: 'Failed',
        error: 'Copilot CLI ended (exit code 0) without its last record',
        facts: { sessionId },
      },
    },
    'half of the last record': {
      stream: { stdout: [turn, JSON.stringify(result(0)).slice(0, 30)], exit: { signal: 'SIGKILL' } },
      want: { outcome: 'Failed', error: 'Copilot CLI ended (SIGKILL) without its last record', facts: {} },
    },
    'no credential': {
      stream: { stderr: ['Error: No authentication information found.', '', 'Copilot can be ...'], exit },
      want: { outcome: 'Refused', error: 'Error: No authentication information found.', facts: {} },
    },
    'a model of its own without a name': {
      stream: { stderr: ['BYOK providers require an explicit model. Run `copilot help`.'], exit },
      want: { outcome: 'Refused', error: 'BYOK providers require an explicit model. Run `copilot help`.', facts: {} },
    },
    'a token that nobody could check': {
      stream: { stderr: ['Error: Authentication token found but could not be validated.'], exit },
      want: { outcome: 'Failed', error: 'Copilot CLI ended (exit code 1) without its last record', facts: {} },
    },
    'an argument that it does not know': {
      stream: { stderr: ["error: unexpected argument '--x' found"], exit },
      want: { outcome: 'Refused', error: "error: unexpected argument '--x' found", facts: {} },
    },
    'a text of the model that looks like a failure': {
      stream: { stdout: [turn, say(JSON.stringify(errorOf('rate_limit', 'x', 429))), result(0)] },
      want: {
        outcome: 'Succeeded',
        facts: { sessionId, model, turns: 1, summary: JSON.stringify(errorOf('rate_limit', 'x', 429)) },
      },
    },
    'lines that are no records': {
      stream: { stdout: ['null', '[]', '{', '{"type":1}', '{"type":"session.info"}', turn, say('ok'), result(0)] },
      want: { outcome: 'Succeeded', facts: { sessionId, model, turns: 1, summary: 'ok' } },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { stream, want }) =>
    expect(readStream(openReader(), stream).verdict).toEqual(want),
  );

  test('a last record of more than 1 MiB', () => {
    const reader = openReader();
    reader.read({ from: 'stdout', text: '{"type":"result","aaaa', isCut: true });
    expect(reader.end(exit).error).toBe(
      'Copilot CLI ended (exit code 1) without its last record: a line has more than 1 MiB',
    );
  });
});

describe('what the clock learns', () => {
  const cases: Record<string, { stream: Stream; want: StreamMark[] }> = {
    'a start is neither work nor a wait': { stream: { stdout: [loaded, asked, turn, called] }, want: [] },
    'a message and a tool are work': {
      stream: { stdout: [say('ok'), tool()] },
      want: [{ kind: 'work' }, { kind: 'work' }],
    },
    'a piece of an answer is work': { stream: { stdout: [delta] }, want: [{ kind: 'work' }] },
    'the last record': { stream: { stdout: [result(1)] }, want: [{ kind: 'last' }] },
    'too many requests': {
      stream: { stdout: [failedCall(429, body(limited)), again('rate_limit')] },
      want: [{ kind: 'waiting', because: 'RateLimit', said: limited, retryAfterSeconds: 120 }],
    },
    'a wrong key': {
      stream: { stdout: [failedCall(401, body('No.'))] },
      want: [{ kind: 'waiting', because: 'Refused', said: 'No.' }],
    },
    'a connection that was lost': {
      stream: { stdout: [failedCall(undefined, `"${cut}"`)] },
      want: [{ kind: 'waiting', because: 'ProviderError', said: cut }],
    },
    'the same records as a text of the model': { stream: { stdout: [say(body(limited))] }, want: [{ kind: 'work' }] },
  };
  test.each(Object.entries(cases))('%s', (_, { stream, want }) =>
    expect(readStream(openReader(), stream).marks).toEqual(want),
  );
});

test.each([
  ['read-only', 0],
  ['edit', 1],
  ['all', 1],
] as const)('with the permissions %s, it allows %i groups of tools', (permissions, want) => {
  const args = copilot.args({ permissions, workspaceDir: '/w', variables: new Set() });
  expect(args.filter((arg) => arg.startsWith('--allow'))).toHaveLength(want);
});
