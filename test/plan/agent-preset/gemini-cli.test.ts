import { describe, expect, test } from '@jest/globals';
import { openReader } from '../../../plan/agent-preset/presets/gemini-cli.js';
import type { StreamMark, Verdict } from '../../../plan/agent-preset/stream.js';
import { readStream, type Stream } from './read-stream.js';

/** Recorded with Gemini CLI 0.61.0 against the stub model, less times. */
const init = { type: 'init', session_id: '3f8a', model: 'gemini-2.5-pro' };
const prompt = { type: 'message', role: 'user', content: 'say ok\n' };
const say = (content: string) => ({ type: 'message', role: 'assistant', content, delta: true });
const call = {
  type: 'tool_use',
  tool_name: 'write_file',
  tool_id: 'w_0',
  parameters: { file_path: 'A.md', content: 'a' },
};
const called = { type: 'tool_result', tool_id: 'w_0', status: 'success' };
const stats = { total_tokens: 150, input_tokens: 120, output_tokens: 30, cached: 20, input: 100, tool_calls: 0 };
const success = { type: 'result', status: 'success', stats };
const failure = (message: string) => ({
  type: 'result',
  status: 'error',
  error: { type: 'unknown', message },
  stats: {},
});
const apiError = (code: number, message: string) =>
  failure(`[API Error: ${JSON.stringify({ error: { code, message, status: 'X' } })}]`);

const started = { sessionId: '3f8a', model: 'gemini-2.5-pro' };
const tokens = { input: 120, output: 30, cached: 20 };

describe('the verdict', () => {
  const cases: Record<string, { stream: Stream; want: Verdict }> = {
    'a text': {
      stream: { stdout: [init, prompt, say('o'), say('k'), success] },
      want: { outcome: 'Succeeded', facts: { ...started, tokens, turns: 1, summary: 'ok' } },
    },
    'a tool, then a text: two turns, and the last text': {
      stream: { stdout: [init, prompt, say('I write.'), call, call, called, called, say('Done.'), success] },
      want: { outcome: 'Succeeded', facts: { ...started, tokens, turns: 2, summary: 'Done.' } },
    },
    'a success that exits with another code': {
      stream: { stdout: [init, success], exit: { code: 1 } },
      want: { outcome: 'Succeeded', facts: { ...started, tokens } },
    },
    'an unknown key: exit code 145': {
      stream: { stdout: [init, apiError(401, 'API key not valid.')], exit: { code: 145 } },
      want: { outcome: 'Refused', error: 'API key not valid.', facts: started },
    },
    'an unknown model': {
      stream: { stdout: [init, apiError(404, 'models/x is not found')], exit: { code: 148 } },
      want: { outcome: 'Refused', error: 'models/x is not found', facts: started },
    },
    'an unknown model, without its status': {
      stream: {
        stderr: [
          'Error when talking to Gemini API Full report available at: /tmp/x.json ModelNotFoundError: models/x is not found',
        ],
        stdout: [init, failure('[API Error: models/x is not found]')],
        exit: { code: 1 },
      },
      want: { outcome: 'Refused', error: '[API Error: models/x is not found]', facts: started },
    },
    'an unknown key, without its status: exit code 145': {
      stream: { stdout: [init, failure('[API Error: no such key]')], exit: { code: 145 } },
      want: { outcome: 'Refused', error: '[API Error: no such key]', facts: started },
    },
    'too many requests, and the time to wait': {
      stream: {
        stdout: [init, apiError(429, 'Quota exceeded. Please retry in 1m. "retryDelay":"31.5s"')],
        exit: { code: 173 },
      },
      want: {
        outcome: 'RateLimited',
        error: expect.stringContaining('Quota exceeded') as unknown as string,
        retryAfterSeconds: 60,
        facts: started,
      },
    },
    'a failure of the provider': {
      stream: { stdout: [init, apiError(500, 'Internal error')], exit: { code: 244 } },
      want: { outcome: 'Failed', error: 'Internal error', facts: started },
    },
    'a stream that was cut by the provider': {
      stream: { stdout: [init, prompt, say('ok'), failure('[API Error: terminated]')], exit: { code: 1 } },
      want: { outcome: 'Failed', error: '[API Error: terminated]', facts: { ...started, turns: 1, summary: 'ok' } },
    },
    'no last record, though it exits with 0': {
      stream: { stdout: [init, prompt, say('ok')] },
      want: {
        outcome: 'Failed',
        error: 'Gemini CLI ended (exit code 0) without its last record',
        facts: { ...started, turns: 1, summary: 'ok' },
      },
    },
    'another turn after a last record, which was not the last': {
      stream: { stdout: [init, prompt, say('ok'), success, called, say('more')], exit: { signal: 'SIGKILL' } },
      want: {
        outcome: 'Failed',
        error: 'Gemini CLI ended (SIGKILL) without its last record',
        facts: { ...started, tokens, turns: 2, summary: 'more' },
      },
    },
    'half of the last record': {
      stream: { stdout: [init, JSON.stringify(success).slice(0, 40)], exit: { signal: 'SIGKILL' } },
      want: { outcome: 'Failed', error: 'Gemini CLI ended (SIGKILL) without its last record', facts: started },
    },
    'no key': {
      stream: {
        stderr: ['When using Gemini API, you must specify the GEMINI_API_KEY environment variable.'],
        exit: { code: 41 },
      },
      want: {
        outcome: 'Refused',
        error: 'When using Gemini API, you must specify the GEMINI_API_KEY environment variable.',
        facts: {},
      },
    },
    'lines that are no records': {
      stream: {
        stdout: ['null', '[]', '{', '{"type":1}', '{"type":"message","role":"assistant","content":{}}', success],
      },
      want: { outcome: 'Succeeded', facts: { tokens, turns: 1 } },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { stream, want }) =>
    expect(readStream(openReader(), stream).verdict).toEqual(want),
  );
});

describe('what the clock learns', () => {
  const cases: Record<string, { stream: Stream; want: StreamMark[] }> = {
    'a start is neither work nor a wait': { stream: { stdout: [init, prompt] }, want: [] },
    'the model speaks': { stream: { stdout: [say('ok')] }, want: [{ kind: 'work' }] },
    'the last record': { stream: { stdout: [success] }, want: [{ kind: 'last' }] },
    'too many requests, without a time': {
      stream: {
        stderr: [
          'Attempt 1 failed with status 429. Retrying with backoff... _ApiError: {"error":{"code":429,"message":"Slow down.","status":"X"}}',
        ],
      },
      want: [{ kind: 'waiting', because: 'RateLimit', said: 'Slow down.' }],
    },
    'too many requests, and a time on the next line': {
      stream: { stderr: ['Attempt 1 failed: Slow down.', 'Suggested retry after 120s.. Retrying after 139911ms...'] },
      want: [
        { kind: 'waiting', because: 'RateLimit', said: 'Slow down.' },
        { kind: 'waiting', because: 'RateLimit', retryAfterSeconds: 120, said: 'Slow down.' },
      ],
    },
    'another failure of the provider': {
      stream: {
        stderr: [
          'Attempt 1 failed with status 500. Retrying with backoff... _ApiError: {"error":{"code":500,"message":"Oh.","status":"X"}}',
        ],
      },
      want: [{ kind: 'waiting', because: 'ProviderError', said: 'Oh.' }],
    },
    'the same words in a text of the model': { stream: { stdout: ['Attempt 1 failed with status 429.'] }, want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { stream, want }) =>
    expect(readStream(openReader(), stream).marks).toEqual(want),
  );
});
