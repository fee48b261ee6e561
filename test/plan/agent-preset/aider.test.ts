import { describe, expect, test } from '@jest/globals';
import { openReader } from '../../../plan/agent-preset/presets/aider.js';
import type { StreamMark, Verdict } from '../../../plan/agent-preset/stream.js';
import { readStream, type Stream } from './read-stream.js';

/** Written by hand from the public source of Aider: the CLI was not run. */
const start = ['Aider v0.86.2', 'Model: gpt-5 with diff edit format', 'Git repo: .git with 3 files', ''];
const tokens = 'Tokens: 1.2k sent, 30 received.';
const wrongKey = 'litellm.AuthenticationError: AuthenticationError: OpenAIException - No such key.';
const keyAdvice = 'The API provider is not able to authenticate you. Check your API key.';
const limited = 'litellm.RateLimitError: RateLimitError: OpenAIException - Too many; retry after 120 seconds';
const again = 'Retrying in 0.2 seconds...';
const broken = 'litellm.InternalServerError: InternalServerError: OpenAIException - Broken';
const model = 'gpt-5';

describe('the verdict', () => {
  const cases: Record<string, { stream: Stream; want: Verdict }> = {
    'an edit': {
      stream: { stdout: [...start, 'I changed it.', tokens, 'Applied edit to a.md'] },
      want: { outcome: 'Succeeded', facts: { model, turns: 1, tokens: { input: 1200, output: 30 } } },
    },
    'two turns, with a cache and a price': {
      stream: {
        stdout: [
          'Main model: anthropic/claude with diff edit format',
          'Tokens: 12k sent, 2.5k cache write, 300 cache hit, 1.0k received.',
          'Cost: $0.04 message, $0.04 session.',
          'Tokens: 800 sent, 20 received. Cost: $0.0012 message, $0.0412 session.',
        ],
      },
      want: {
        outcome: 'Succeeded',
        facts: {
          ...{ model: 'anthropic/claude', turns: 2, costUsd: 0.0412 },
          tokens: { input: 12_800, output: 1020, cached: 300 },
        },
      },
    },
    'an unknown key, though it exits with 0': {
      stream: { stdout: [...start, wrongKey, keyAdvice] },
      want: { outcome: 'Refused', error: 'No such key.', facts: { model } },
    },
    'an unknown model': {
      stream: { stdout: ['litellm.NotFoundError: OpenAIException - No model x.'] },
      want: { outcome: 'Refused', error: 'No model x.', facts: {} },
    },
    'too many requests': {
      stream: { stdout: [limited, again, limited] },
      want: { outcome: 'RateLimited', error: 'Too many; retry after 120 seconds', retryAfterSeconds: 120, facts: {} },
    },
    'a failure of the provider': {
      stream: { stdout: [broken, again, broken] },
      want: { outcome: 'Failed', error: 'Broken', facts: {} },
    },
    'too many requests, and then an answer': {
      stream: { stdout: [limited, again, tokens] },
      want: { outcome: 'Succeeded', facts: { turns: 1, tokens: { input: 1200, output: 30 } } },
    },
    'an edit that cannot be applied': {
      stream: {
        stdout: [tokens, 'The LLM did not conform to the edit format.', 'Only 3 reflections allowed, stopping.'],
      },
      want: {
        outcome: 'Failed',
        error: 'Only 3 reflections allowed, stopping.',
        facts: { turns: 1, tokens: { input: 1200, output: 30 } },
      },
    },
    'no report, though it exits with 0': {
      stream: { stdout: start },
      want: { outcome: 'Failed', error: 'Aider ended (exit code 0) without a report of its tokens', facts: { model } },
    },
    'it is killed': {
      stream: { stdout: ['half'], exit: { signal: 'SIGKILL' } },
      want: { outcome: 'Failed', error: 'Aider ended (SIGKILL) without a report of its tokens', facts: {} },
    },
    'an argument that it does not know': {
      stream: { stderr: ['usage: aider [-h]', 'aider: error: unrecognized arguments: --x'], exit: { code: 2 } },
      want: { outcome: 'Refused', error: 'aider: error: unrecognized arguments: --x', facts: {} },
    },
    'a text of the model that looks like a failure': {
      stream: { stdout: [wrongKey, tokens] },
      want: { outcome: 'Succeeded', facts: { turns: 1, tokens: { input: 1200, output: 30 } } },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { stream, want }) =>
    expect(readStream(openReader(), stream).verdict).toEqual(want),
  );
});

test.each<[string, string[], StreamMark[]]>([
  ['an answer is work', [...start, tokens], [{ kind: 'work' }]],
  [
    'a rate limit, and when it asks again',
    [limited, again],
    [{ kind: 'waiting', because: 'RateLimit', said: 'Too many; retry after 120 seconds', retryAfterSeconds: 120 }],
  ],
  ['a failure of the provider', [broken, again], [{ kind: 'waiting', because: 'ProviderError', said: 'Broken' }]],
  ['a wait without a reason', [again], [{ kind: 'waiting', because: 'ProviderError' }]],
])('what the clock learns: %s', (_, stdout, want) => expect(readStream(openReader(), { stdout }).marks).toEqual(want));
