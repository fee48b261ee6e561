import { describe, expect, test } from '@jest/globals';
import { openReader } from '../../../plan/agent-preset/presets/opencode.js';
import type { StreamMark, Verdict } from '../../../plan/agent-preset/stream.js';
import { readStream, type Stream } from './read-stream.js';

/** Recorded with OpenCode 1.18.33 against the stub model. */
const sessionID = 'ses_dd092b32';
const started = { type: 'step_start', sessionID, part: { type: 'step-start', snapshot: '4b825dc6' } };
const say = (text: string) => ({ type: 'text', sessionID, part: { type: 'text', text } });
const wrote = {
  type: 'tool_use',
  sessionID,
  part: { type: 'tool', tool: 'write', state: { status: 'completed', output: 'Wrote file successfully.' } },
};
const usage = { total: 150, input: 100, output: 30, reasoning: 0, cache: { write: 0, read: 20 } };
const finish = (reason: string, more: object = {}) => ({
  type: 'step_finish',
  sessionID,
  part: { reason, type: 'step-finish', tokens: usage, cost: 0, ...more },
});
const apiError = (statusCode: number, message: string, responseHeaders: object = {}) => ({
  type: 'error',
  sessionID,
  error: { name: 'APIError', data: { message, statusCode, isRetryable: statusCode !== 401, responseHeaders } },
});
const unknownModel = 'Model not found: gateway/nothing.';
const log = (error: string) =>
  `timestamp=2026-12-01T02:42:24.867Z level=ERROR run=1fa66d47 message="stream error" providerID=gateway modelID=m session.id=${sessionID} small=false agent=build mode=primary error.error="${error}"`;
const limited = 'The stub model has too many requests; come back in 120 seconds.';
const wrongKey = 'The stub model does not know this key.';
const lost =
  'Cannot connect to API: The socket connection was closed unexpectedly. For more information, pass `verbose: true`';

const sessionId = sessionID;
const tokens = { input: 120, output: 30, cached: 20 };
const one = { sessionId, turns: 1, tokens };
const exit = { code: 1 };

describe('the verdict', () => {
  const cases: Record<string, { stream: Stream; want: Verdict }> = {
    'a text': {
      stream: { stdout: [started, say('ok'), finish('stop')] },
      want: { outcome: 'Succeeded', facts: { ...one, summary: 'ok' } },
    },
    'a tool, then a text: the numbers of both steps': {
      stream: { stdout: [started, wrote, finish('tool-calls'), started, say('Done.'), finish('stop')] },
      want: {
        outcome: 'Succeeded',
        facts: { sessionId, turns: 2, tokens: { input: 240, output: 60, cached: 40 }, summary: 'Done.' },
      },
    },
    'a model with a price, and thoughts': {
      stream: {
        stdout: [
          finish('tool-calls', { cost: 0.25 }),
          finish('stop', { cost: 0.5, tokens: { ...usage, reasoning: 7 } }),
        ],
      },
      want: {
        outcome: 'Succeeded',
        facts: { sessionId, turns: 2, costUsd: 0.75, tokens: { input: 240, output: 67, cached: 40 } },
      },
    },
    'a success that exits with another code': {
      stream: { stdout: [started, finish('stop')], exit },
      want: { outcome: 'Succeeded', facts: one },
    },
    'an answer that the provider has cut at its limit': {
      stream: { stdout: [started, say('half'), finish('length')] },
      want: {
        outcome: 'Failed',
        error: 'the answer of the model ended early (length)',
        facts: { ...one, summary: 'half' },
      },
    },
    'an unknown key': {
      stream: { stdout: [apiError(401, wrongKey)], exit },
      want: { outcome: 'Refused', error: wrongKey, facts: { sessionId } },
    },
    'an unknown model': {
      stream: {
        stdout: [{ type: 'error', sessionID, error: { name: 'UnknownError', data: { message: unknownModel } } }],
      },
      want: { outcome: 'Refused', error: unknownModel, facts: { sessionId } },
    },
    'no key': {
      stream: { stdout: [{ type: 'error', error: { name: 'ProviderAuthError', data: { message: 'No key.' } } }] },
      want: { outcome: 'Refused', error: 'No key.', facts: {} },
    },
    'too many requests, with a header that says until when': {
      stream: { stdout: [apiError(429, 'Slow down.', { 'retry-after': '7' })], exit },
      want: { outcome: 'RateLimited', error: 'Slow down.', retryAfterSeconds: 7, facts: { sessionId } },
    },
    'too many requests, though it exits with 0, and a date in the header': {
      stream: { stdout: [apiError(429, limited, { 'retry-after': 'Tue, 01 Dec 2026 02:42:36 GMT' })] },
      want: { outcome: 'RateLimited', error: limited, retryAfterSeconds: 120, facts: { sessionId } },
    },
    'a failure of the provider': {
      stream: { stdout: [started, apiError(500, 'Broken.')], exit },
      want: { outcome: 'Failed', error: 'Broken.', facts: { sessionId } },
    },
    'an error without a reason': {
      stream: { stdout: [{ type: 'error' }] },
      want: { outcome: 'Failed', error: 'OpenCode gave no reason', facts: {} },
    },
    'no last record, though it exits with 0': {
      stream: { stdout: [started, wrote, finish('tool-calls')] },
      want: { outcome: 'Failed', error: 'OpenCode ended (exit code 0) without its last record', facts: one },
    },
    'half of the last record': {
      stream: { stdout: [started, JSON.stringify(finish('stop')).slice(0, 60)], exit: { signal: 'SIGKILL' } },
      want: { outcome: 'Failed', error: 'OpenCode ended (SIGKILL) without its last record', facts: { sessionId } },
    },
    'an end, and then another step that has none': {
      stream: { stdout: [finish('stop'), started] },
      want: { outcome: 'Failed', error: 'OpenCode ended (exit code 0) without its last record', facts: one },
    },
    'it does not start': {
      stream: { stderr: ['Error: Configuration is invalid at opencode.json'], exit },
      want: { outcome: 'Refused', error: 'Error: Configuration is invalid at opencode.json', facts: {} },
    },
    'a text of the model that looks like an error': {
      stream: { stdout: [say(JSON.stringify(apiError(429, limited))), finish('stop')] },
      want: { outcome: 'Succeeded', facts: { ...one, summary: JSON.stringify(apiError(429, limited)) } },
    },
    'numbers without sense stay visible, for the wrapper to refuse': {
      stream: { stdout: [finish('stop', { tokens: { input: -5, output: 1e308, cache: { read: 'x' } }, cost: -1 })] },
      want: { outcome: 'Succeeded', facts: { sessionId, turns: 1, costUsd: -1, tokens: { input: -5, output: 1e308 } } },
    },
    'lines that are no records': {
      stream: { stdout: ['null', '[]', '{', '{"type":1}', '{"type":"text"}', finish('stop')] },
      want: { outcome: 'Succeeded', facts: one },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { stream, want }) =>
    expect(readStream(openReader(), stream).verdict).toEqual(want),
  );

  test('a last record of more than 1 MiB', () => {
    const reader = openReader();
    reader.read({ from: 'stdout', text: '{"type":"error","error":{"name":"aaaa', isCut: true });
    expect(reader.end(exit).error).toBe(
      'OpenCode ended (exit code 1) without its last record: a line has more than 1 MiB',
    );
  });
});

describe('what the clock learns', () => {
  const cases: Record<string, { stream: Stream; want: StreamMark[] }> = {
    'a step, a tool and a text are work': {
      stream: { stdout: [started, wrote, say('ok'), finish('tool-calls')] },
      want: [{ kind: 'work' }, { kind: 'work' }, { kind: 'work' }, { kind: 'work' }],
    },
    'the last record': { stream: { stdout: [finish('stop')] }, want: [{ kind: 'last' }] },
    'an error': { stream: { stdout: [apiError(401, wrongKey)] }, want: [{ kind: 'last' }] },
    'too many requests, by the words of the provider': {
      stream: { stderr: [log(`AI_APICallError: ${limited}`)] },
      want: [{ kind: 'waiting', because: 'RateLimit', said: limited, retryAfterSeconds: 120 }],
    },
    'a model that the provider does not have': {
      stream: { stderr: [log('AI_APICallError: The model \\"x\\" does not exist.')] },
      want: [{ kind: 'waiting', because: 'Refused', said: 'The model "x" does not exist.' }],
    },
    'a connection that was lost': {
      stream: { stderr: [log(`AI_APICallError: ${lost}`)] },
      want: [{ kind: 'waiting', because: 'ProviderError', said: lost }],
    },
    'other lines of the log, and the same line on the other stream': {
      stream: { stderr: ['level=ERROR message="Failed to fetch models.dev"'], stdout: [log('AI_APICallError: x')] },
      want: [],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { stream, want }) =>
    expect(readStream(openReader(), stream).marks).toEqual(want),
  );
});
