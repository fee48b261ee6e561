import { describe, expect, test } from '@jest/globals';
import { openReader, qwenCode } from '../../../plan/agent-preset/presets/qwen-code.js';
import type { StreamMark, Verdict } from '../../../plan/agent-preset/stream.js';
import { readStream, type Stream } from './read-stream.js';

/** Recorded with Qwen Code 0.24.4 against the stub model, less times and fields that nobody reads. */
const init = { type: 'system', subtype: 'init', session_id: '8f7c', model: 'stub', tools: ['write_file'] };
const goal = { type: 'stream_event', session_id: '8f7c', event: { type: 'goal_state' } };
const say = (text: string) => ({
  type: 'assistant',
  message: { content: [{ type: 'text', text }], usage: { input_tokens: 120 } },
});
const called = { type: 'user', message: { content: [{ type: 'tool_result', is_error: false, content: 'ok' }] } };
const usage = { input_tokens: 240, output_tokens: 60, cache_read_input_tokens: 40, total_tokens: 300 };
const success = { type: 'result', subtype: 'success', is_error: false, num_turns: 2, result: 'Done.', usage };
const failure = (message: string) => ({
  type: 'result',
  subtype: 'error_during_execution',
  is_error: true,
  num_turns: 1,
  error: { message },
});

const started = { sessionId: '8f7c', model: 'stub' };
const failed = { ...started, turns: 1 };

describe('the verdict', () => {
  const cases: Record<string, { stream: Stream; want: Verdict }> = {
    'a tool, then a text': {
      stream: { stdout: [init, goal, say('I write.'), called, say('Done.'), success] },
      want: {
        outcome: 'Succeeded',
        facts: { ...started, tokens: { input: 240, output: 60, cached: 40 }, turns: 2, summary: 'Done.' },
      },
    },
    'an unknown key': {
      stream: {
        stdout: [init, say('[API Error: 401 No such key.]'), failure('[API Error: 401 No such key.]')],
        exit: { code: 1 },
      },
      want: { outcome: 'Refused', error: 'No such key.', facts: failed },
    },
    'too many requests': {
      stream: { stdout: [init, failure('[API Error: 429 Slow down; try again in 20s.]')], exit: { code: 1 } },
      want: { outcome: 'RateLimited', error: 'Slow down; try again in 20s.', retryAfterSeconds: 20, facts: failed },
    },
    'a stream that the provider cut': {
      stream: { stdout: [init, failure('[API Error: terminated (cause: UND_ERR_SOCKET: other side closed)]')] },
      want: {
        outcome: 'Failed',
        error: '[API Error: terminated (cause: UND_ERR_SOCKET: other side closed)]',
        facts: failed,
      },
    },
    'a failure without a reason': {
      stream: { stdout: [{ type: 'result', subtype: 'error_max_turns', is_error: true }] },
      want: { outcome: 'Failed', error: 'Qwen Code gave no reason (error_max_turns)', facts: {} },
    },
    'a success beside is_error is none': {
      stream: { stdout: [{ ...success, is_error: true }] },
      want: expect.objectContaining({ outcome: 'Failed' }) as unknown as Verdict,
    },
    'another turn after a last record, which was not the last': {
      stream: { stdout: [init, success, say('more')] },
      want: {
        outcome: 'Failed',
        error: 'Qwen Code ended (exit code 0) without its last record',
        facts: { ...started, tokens: { input: 240, output: 60, cached: 40 }, turns: 2, summary: 'Done.' },
      },
    },
    'no last record': {
      stream: { stdout: [init, say('ok')] },
      want: { outcome: 'Failed', error: 'Qwen Code ended (exit code 0) without its last record', facts: started },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { stream, want }) =>
    expect(readStream(openReader(), stream).verdict).toEqual(want),
  );
});

describe('what the clock learns', () => {
  const cases: Record<string, { stream: Stream; want: StreamMark[] }> = {
    'it waits, and says for how long': {
      stream: { stderr: ['[qwen-code] Waiting for API capacity... attempt 1, retry in 90s'] },
      want: [{ kind: 'waiting', because: 'RateLimit', retryAfterSeconds: 90 }],
    },
    'the provider limits the rate in mid-stream': {
      stream: { stderr: ['Retrying in 60s (attempt 1/10): [API Error: 429 Slow down.]'] },
      want: [{ kind: 'waiting', because: 'RateLimit', retryAfterSeconds: 60, said: 'Slow down.' }],
    },
    'the provider fails': {
      stream: { stderr: ['Retrying in 2s (attempt 1/10): [API Error: 500 Oh.]'] },
      want: [{ kind: 'waiting', because: 'ProviderError', retryAfterSeconds: 2, said: 'Oh.' }],
    },
    'the model speaks, and ends': {
      stream: { stdout: [init, say('ok'), success] },
      want: [{ kind: 'work' }, { kind: 'last' }],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { stream, want }) =>
    expect(readStream(openReader(), stream).marks).toEqual(want),
  );
});

test.each([
  [['OPENAI_API_KEY', 'GEMINI_API_KEY'], 'openai'],
  [['ANTHROPIC_API_KEY'], 'anthropic'],
  [['GEMINI_API_KEY'], 'gemini'],
  [[], 'openai'],
])('with the variables %j, it speaks to %s', (variables, want) => {
  const setup = { permissions: 'edit' as const, workspaceDir: '/workspace', variables: new Set(variables) };
  expect(qwenCode.args(setup).slice(0, 2)).toEqual(['--auth-type', want]);
});
