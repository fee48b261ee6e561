import { describe, expect, test } from '@jest/globals';
import { goose, openReader } from '../../../plan/agent-preset/presets/goose.js';
import type { Verdict } from '../../../plan/agent-preset/stream.js';
import { readStream, type Stream } from './read-stream.js';

/** Written by hand from the public source of goose: the CLI was not run. */
const message = (content: object[], id = 'msg_1', role = 'assistant') => ({
  type: 'message',
  message: { id, role, created: 1796092027, content, metadata: { userVisible: true, agentVisible: true } },
});
const say = (text: string, id?: string) => message([{ type: 'text', text }], id);
const call = message([
  { type: 'toolRequest', id: 'call_1', toolCall: { status: 'success', value: { name: 'shell' } } },
]);
const response = message([{ type: 'toolResponse', id: 'call_1', toolResult: { status: 'success' } }], 'msg_2', 'user');
const notification = { type: 'notification', extension_id: 'developer', log: { message: 'x' } };
const complete = (more: object = {}) => ({ type: 'complete', total_tokens: 150, ...more });
const ranInto = (error: string) =>
  `Ran into this error: ${error}.\n\nPlease retry if you think this is a transient or recoverable error.`;
const failed = (kind: string, text: string) => message([{ type: 'error', kind, message: text }]);
const limited = 'Rate limit exceeded: Too many requests; retry after 120 seconds';
const exit = { code: 1 };

describe('the verdict', () => {
  const cases: Record<string, { stream: Stream; want: Verdict }> = {
    'a text in pieces': {
      stream: { stdout: [say('All '), say('done.'), complete()] },
      want: { outcome: 'Succeeded', facts: { summary: 'All done.' } },
    },
    'a tool, then a text: the last message counts': {
      stream: { stdout: [say('I look.', 'a'), call, response, notification, say('Done.', 'b'), complete()] },
      want: { outcome: 'Succeeded', facts: { summary: 'Done.' } },
    },
    'a version that tells tokens by kind': {
      stream: { stdout: [say('ok'), complete({ input_tokens: 120, output_tokens: 30 })] },
      want: { outcome: 'Succeeded', facts: { tokens: { input: 120, output: 30 }, summary: 'ok' } },
    },
    'a rate limit, though it exits with 0': {
      stream: { stdout: [say(ranInto(limited)), complete()] },
      want: { outcome: 'RateLimited', error: limited, retryAfterSeconds: 120, facts: {} },
    },
    'a rate limit as a part of its own': {
      stream: { stdout: [failed('other', ranInto(limited)), complete()] },
      want: { outcome: 'RateLimited', error: limited, retryAfterSeconds: 120, facts: {} },
    },
    'an unknown key': {
      stream: { stdout: [failed('authentication', ranInto('Authentication error: No such key')), complete()] },
      want: { outcome: 'Refused', error: 'Authentication error: No such key', facts: {} },
    },
    'a request that the provider does not take': {
      stream: { stdout: [say(ranInto('Request failed: Bad request (400): Wrong')), complete()] },
      want: { outcome: 'Refused', error: 'Request failed: Bad request (400): Wrong', facts: {} },
    },
    'no credits': {
      stream: {
        stdout: [
          message([{ type: 'systemNotification', notificationType: 'creditsExhausted', msg: 'Top up.' }]),
          complete(),
        ],
      },
      want: { outcome: 'Refused', error: 'Credits exhausted: Top up', facts: {} },
    },
    'a failure of the provider': {
      stream: { stdout: [say(ranInto('Server error: Server error (500): Broken')), complete()] },
      want: { outcome: 'Failed', error: 'Server error: Server error (500): Broken', facts: {} },
    },
    'a stream that breaks': {
      stream: { stdout: [say('half'), { type: 'error', error: 'Stream decode error' }, complete()], exit },
      want: { outcome: 'Failed', error: 'Stream decode error', facts: {} },
    },
    'a failure before it, and then an answer': {
      stream: { stdout: [failed('other', ranInto('Network error: x')), say('ok'), complete()] },
      want: { outcome: 'Succeeded', facts: { summary: 'ok' } },
    },
    'no last record, though it exits with 0': {
      stream: { stdout: [say('half')] },
      want: {
        outcome: 'Failed',
        error: 'goose ended (exit code 0) without its last record',
        facts: { summary: 'half' },
      },
    },
    'a last record, and then another message': {
      stream: { stdout: [complete(), say('more')] },
      want: {
        outcome: 'Failed',
        error: 'goose ended (exit code 0) without its last record',
        facts: { summary: 'more' },
      },
    },
    'no provider': {
      stream: { stderr: ['Error: No provider configured. Run `goose configure` first.'], exit },
      want: { outcome: 'Failed', error: 'No provider configured. Run `goose configure` first', facts: {} },
    },
    'a text of the model that quotes a failure': {
      stream: { stdout: [say(`The log says: ${ranInto(limited)}`), complete()] },
      want: { outcome: 'Succeeded', facts: { summary: `The log says: ${ranInto(limited)}` } },
    },
    'lines that are no records': {
      stream: { stdout: ['null', '[]', '{', '{"type":1}', '{"type":"message"}', say('ok'), complete()] },
      want: { outcome: 'Succeeded', facts: { summary: 'ok' } },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { stream, want }) =>
    expect(readStream(openReader(), stream).verdict).toEqual(want),
  );

  test('a last record of more than 1 MiB', () => {
    const reader = openReader();
    reader.read({ from: 'stdout', text: '{"type":"message","message":{"aaaa', isCut: true });
    expect(reader.end(exit).error).toBe(
      'goose ended (exit code 1) without its last record: a line has more than 1 MiB',
    );
  });
});

test('what the clock learns: work, the end, and nothing from a failure', () => {
  const stdout = [say('ok'), call, notification, failed('other', ranInto(limited)), complete()];
  expect(readStream(openReader(), { stdout }).marks).toEqual([{ kind: 'work' }, { kind: 'work' }, { kind: 'last' }]);
});

const setup = { workspaceDir: '/w', permissions: 'all' } as const;
test.each([
  ['the provider of the key', ['OPENAI_API_KEY'], ['--provider', 'openai']],
  ['the first of two', ['OPENROUTER_API_KEY', 'ANTHROPIC_API_KEY'], ['--provider', 'anthropic']],
])('%s', (_, variables, want) =>
  expect(goose.args({ ...setup, variables: new Set(variables) })).toEqual(expect.arrayContaining(want)),
);
test('a provider that the WorkspaceConfig names', () =>
  expect(goose.args({ ...setup, variables: new Set(['OPENAI_API_KEY', 'GOOSE_PROVIDER']) })).not.toContain(
    '--provider',
  ));
