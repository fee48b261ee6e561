import { describe, expect, test } from '@jest/globals';
import { codex, openReader } from '../../../plan/agent-preset/presets/codex.js';
import type { StreamMark, Verdict } from '../../../plan/agent-preset/stream.js';
import { readStream, type Stream } from './read-stream.js';

/** Recorded with Codex 0.171.0 against the stub model. */
const started = { type: 'thread.started', thread_id: '01a22ed9' };
const warning = {
  type: 'item.completed',
  item: { id: 'item_0', type: 'error', message: 'Model metadata for `stub-model` not found.' },
};
const turn = { type: 'turn.started' };
const say = (text: string) => ({ type: 'item.completed', item: { id: 'item_2', type: 'agent_message', text } });
const command = (state: 'started' | 'completed', aggregated_output: string) => ({
  type: `item.${state}`,
  item: { id: 'item_1', type: 'command_execution', command: 'cat', aggregated_output, exit_code: 0 },
});
const denied = {
  type: 'item.completed',
  item: {
    ...{ id: 'item_1', type: 'command_execution', command: 'cat', exit_code: 1, status: 'failed' },
    aggregated_output: 'bwrap: Creating new namespace failed\n',
  },
};
const completed = (usage: object = {}) => ({
  type: 'turn.completed',
  usage: { input_tokens: 120, cached_input_tokens: 20, output_tokens: 30, reasoning_output_tokens: 0, ...usage },
});
const failed = (message: string) => [
  { type: 'error', message },
  { type: 'turn.failed', error: { message } },
];
const again = (reason: string) => ({ type: 'error', message: `Reconnecting... 1/5 (${reason})` });
const url = 'http://127.0.0.1:18991/401/responses';
const wrongKey = `unexpected status 401 Unauthorized: The model does not know this key., url: ${url}`;
const limited = 'exceeded retry limit, last status: 429 Too Many Requests';
const cut = 'stream disconnected before completion: Transport error: network error: error decoding response body';
const busy = 'We’re currently experiencing high demand, which may cause temporary errors.';
const quota = 'You’ve hit your usage limit. Try again in 31 minutes.';

const facts = { sessionId: '01a22ed9' };
const tokens = { input: 120, output: 30, cached: 20 };
const exit = { code: 1 };

describe('the verdict', () => {
  const cases: Record<string, { stream: Stream; want: Verdict }> = {
    'a text, and a warning': {
      stream: { stdout: [started, warning, turn, say('ok'), completed()] },
      want: { outcome: 'Succeeded', facts: { ...facts, tokens, summary: 'ok' } },
    },
    'a command, then a text': {
      stream: { stdout: [turn, command('started', ''), command('completed', ''), say('Done.'), completed()] },
      want: { outcome: 'Succeeded', facts: { tokens, summary: 'Done.' } },
    },
    'a success that exits with another code': {
      stream: { stdout: [started, completed()], exit },
      want: { outcome: 'Succeeded', facts: { ...facts, tokens } },
    },
    'an unknown key': {
      stream: { stdout: [started, turn, again(wrongKey), ...failed(wrongKey)], exit },
      want: { outcome: 'Refused', error: 'The model does not know this key.', facts },
    },
    'no key': {
      stream: { stdout: [started, ...failed('Missing environment variable: `CODEX_API_KEY`.')], exit },
      want: { outcome: 'Refused', error: 'Missing environment variable: `CODEX_API_KEY`.', facts },
    },
    'an unknown model': {
      stream: { stdout: [started, ...failed(`unexpected status 404 Not Found: No model x., url: ${url}`)], exit },
      want: { outcome: 'Refused', error: 'No model x.', facts },
    },
    'a request that the provider does not take: its body, and no status': {
      stream: { stdout: [started, ...failed('{"error":{"message":"Wrong.","type":"x","code":null}}')], exit },
      want: { outcome: 'Refused', error: 'Wrong.', facts },
    },
    'too many requests': {
      stream: { stdout: [started, ...failed(limited)], exit },
      want: { outcome: 'RateLimited', error: limited, facts },
    },
    'too many requests, though it exits with 0': {
      stream: { stdout: [started, ...failed(limited)] },
      want: { outcome: 'RateLimited', error: limited, facts },
    },
    'a limit without a status': {
      stream: { stdout: [started, ...failed(quota)], exit },
      want: { outcome: 'RateLimited', error: quota, retryAfterSeconds: 1860, facts },
    },
    'a failure of the provider': {
      stream: { stdout: [started, again(busy), ...failed(busy)], exit },
      want: { outcome: 'Failed', error: busy, facts },
    },
    'an overloaded provider': {
      stream: { stdout: [started, ...failed(`unexpected status 503 Service Unavailable: Full., url: ${url}`)], exit },
      want: { outcome: 'RateLimited', error: 'Full.', facts },
    },
    'a stream that was cut by the provider': {
      stream: { stdout: [started, again(cut), ...failed(cut)], exit },
      want: { outcome: 'Failed', error: cut, facts },
    },
    'a failure without a reason': {
      stream: { stdout: [{ type: 'turn.failed', error: {} }], exit },
      want: { outcome: 'Failed', error: 'Codex gave no reason', facts: {} },
    },
    'no last record, though it exits with 0': {
      stream: { stdout: [started, turn, say('half')] },
      want: {
        outcome: 'Failed',
        error: 'Codex ended (exit code 0) without its last record',
        facts: { ...facts, summary: 'half' },
      },
    },
    'half of the last record': {
      stream: { stdout: [started, JSON.stringify(completed()).slice(0, 40)], exit: { signal: 'SIGKILL' } },
      want: { outcome: 'Failed', error: 'Codex ended (SIGKILL) without its last record', facts },
    },
    'an argument that it does not know': {
      stream: { stderr: ["error: unexpected argument '--x' found", ''], exit: { code: 2 } },
      want: { outcome: 'Refused', error: "error: unexpected argument '--x' found", facts: {} },
    },
    'a text of the model that looks like a failure': {
      stream: { stdout: [started, say(JSON.stringify(failed(limited)[1])), completed()] },
      want: { outcome: 'Succeeded', facts: { ...facts, tokens, summary: JSON.stringify(failed(limited)[1]) } },
    },
    'the output of a command that looks like a last record': {
      stream: { stdout: [started, command('completed', `{"type":"result"}\n${JSON.stringify(completed())}`)] },
      want: { outcome: 'Failed', error: 'Codex ended (exit code 0) without its last record', facts },
    },
    'a sandbox that starts no command, and a model that says it is done': {
      stream: { stdout: [started, denied, say('I wrote it.'), completed()] },
      want: {
        outcome: 'Refused',
        error: 'the sandbox of Codex starts no command here: bwrap: Creating new namespace failed',
        facts: { ...facts, tokens, summary: 'I wrote it.' },
      },
    },
    'a command that looks like it, among others that run': {
      stream: { stdout: [started, denied, command('completed', ''), completed()] },
      want: { outcome: 'Succeeded', facts: { ...facts, tokens } },
    },
    'two last records: the second counts': {
      stream: { stdout: [started, completed(), ...failed(limited)] },
      want: { outcome: 'RateLimited', error: limited, facts: { ...facts, tokens } },
    },
    'a last record, and then another turn that has none': {
      stream: { stdout: [started, completed(), turn] },
      want: {
        outcome: 'Failed',
        error: 'Codex ended (exit code 0) without its last record',
        facts: { ...facts, tokens },
      },
    },
    'a last record, and then lines that are no turn': {
      stream: { stdout: [started, completed(), 'bye', warning, { type: 'error', message: 'late' }] },
      want: { outcome: 'Succeeded', facts: { ...facts, tokens } },
    },
    'numbers without sense stay visible, for the wrapper to refuse': {
      stream: { stdout: [completed({ input_tokens: -5, output_tokens: 1e308, cached_input_tokens: '7' })] },
      want: { outcome: 'Succeeded', facts: { tokens: { input: -5, output: 1e308 } } },
    },
    'lines that are no records': {
      stream: { stdout: ['null', '[]', '{', '{"type":1}', '{"type":"item.completed"}', started, completed()] },
      want: { outcome: 'Succeeded', facts: { ...facts, tokens } },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { stream, want }) =>
    expect(readStream(openReader(), stream).verdict).toEqual(want),
  );

  test('a last record of more than 1 MiB', () => {
    const reader = openReader();
    reader.read({ from: 'stdout', text: '{"type":"turn.failed","error":{"message":"aaaa', isCut: true });
    expect(reader.end(exit).error).toBe(
      'Codex ended (exit code 1) without its last record: a line has more than 1 MiB',
    );
  });
});

describe('what the clock learns', () => {
  const cases: Record<string, { stream: Stream; want: StreamMark[] }> = {
    'a start is neither work nor a wait': { stream: { stdout: [started, warning, turn] }, want: [] },
    'the model speaks': { stream: { stdout: [say('ok')] }, want: [{ kind: 'work' }] },
    'a command runs': { stream: { stdout: [command('started', '')] }, want: [{ kind: 'work' }] },
    'the last record': { stream: { stdout: [completed()] }, want: [{ kind: 'last' }] },
    'too many requests, and the time is not said': {
      stream: { stdout: [again(limited)] },
      want: [{ kind: 'waiting', because: 'RateLimit', said: limited }],
    },
    'a limit in the stream, and the time': {
      stream: { stdout: [again('stream disconnected before completion: Rate limit reached; try again in 11.05s.')] },
      want: [
        {
          ...{ kind: 'waiting', because: 'RateLimit', retryAfterSeconds: 12 },
          said: 'stream disconnected before completion: Rate limit reached; try again in 11.05s.',
        },
      ],
    },
    'a wrong key': {
      stream: { stdout: [again(wrongKey)] },
      want: [{ kind: 'waiting', because: 'Refused', said: 'The model does not know this key.' }],
    },
    'a failure of the provider': {
      stream: { stdout: [again(busy)] },
      want: [{ kind: 'waiting', because: 'ProviderError', said: busy }],
    },
    'no network': {
      stream: { stdout: [{ type: 'error', message: 'Reconnecting... waiting for network (Connection failed: x)' }] },
      want: [{ kind: 'waiting', because: 'ProviderError', said: 'Connection failed: x' }],
    },
    'the same records as a text of the model, or of a command': {
      stream: { stdout: [say(JSON.stringify(again(limited))), command('completed', JSON.stringify(again(limited)))] },
      want: [{ kind: 'work' }, { kind: 'work' }],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { stream, want }) =>
    expect(readStream(openReader(), stream).marks).toEqual(want),
  );
});

describe('its arguments', () => {
  const setup = { workspaceDir: '/w', permissions: 'edit' } as const;
  test('without a base URL, the provider is the usual one', () =>
    expect(codex.args({ ...setup, variables: new Set() }).join(' ')).not.toContain('provider'));
  test('with a base URL: Kubernetes fills it in', () =>
    expect(codex.args({ ...setup, effort: 'low', variables: new Set(['OPENAI_BASE_URL']) })).toEqual(
      expect.arrayContaining([
        'model_reasoning_effort="low"',
        'model_provider="gateway"',
        expect.stringContaining('base_url="$(OPENAI_BASE_URL)",env_key="CODEX_API_KEY"'),
      ]),
    ));
});
