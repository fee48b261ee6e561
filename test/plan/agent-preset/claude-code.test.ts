import { describe, expect, test } from '@jest/globals';
import { claudeCode, openReader } from '../../../plan/agent-preset/presets/claude-code.js';
import type { StreamMark, Verdict } from '../../../plan/agent-preset/stream.js';
import { readStream, type Stream } from './read-stream.js';

/** Recorded with Claude Code 2.1.332 against the stub model, less times and what no reader looks at. */
const init = {
  ...{ type: 'system', subtype: 'init', cwd: '/w', session_id: '27433560', tools: ['Bash', 'Edit', 'Write'] },
  ...{ model: 'claude-opus-5-5', permissionMode: 'acceptEdits', claude_code_version: '2.1.332' },
};
const spoken = (...content: object[]) => ({
  type: 'assistant',
  message: { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-opus-5-5', content, stop_reason: null },
  parent_tool_use_id: null,
  session_id: '27433560',
});
const say = (text: string) => spoken({ type: 'text', text });
const write = spoken({ type: 'tool_use', id: 't1', name: 'Write', input: { file_path: '/w/A.md', content: 'a' } });
const called = (content: string) => ({
  type: 'user',
  message: { role: 'user', content: [{ tool_use_id: 't1', type: 'tool_result', content }] },
  parent_tool_use_id: null,
});
const usage = {
  input_tokens: 100,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 20,
  output_tokens: 30,
  server_tool_use: { web_search_requests: 0 },
};
const result = (fields: object = {}) => ({
  ...{ duration_api_ms: 160, session_id: '27433560', total_cost_usd: 0.001, usage, permission_denials: [] },
  ...{ is_error: false, num_turns: 1, subtype: 'success', api_error_status: null, result: 'ok', type: 'result' },
  ...fields,
});
/** The CLI says `success` of a failure, and speaks as if it were the model. */
const failed = (status: number | null, text: string) => [
  {
    ...{ type: 'assistant', parent_tool_use_id: null, is_api_error_message: true, api_error_status: status },
    message: { model: '<synthetic>', role: 'assistant', content: [{ type: 'text', text }] },
  },
  result({ is_error: true, api_error_status: status, result: text, usage: {}, total_cost_usd: 0 }),
];
const retry = (attempt: number, fields: object) => ({
  ...{ type: 'system', subtype: 'api_retry', attempt, max_retries: 10, session_id: '27433560' },
  ...fields,
});
/** From public sources: it comes with a token of a subscription. */
const limit = (status: string, fields: object = {}) => ({
  ...{ type: 'rate_limit_event', session_id: '27433560' },
  rate_limit_info: { status, rateLimitType: 'five_hour', isUsingOverage: false, ...fields },
});
const hit = "You've hit your session limit · resets 9am (Europe/Berlin)";
const expired = 'OAuth access token has expired. Re-authenticate to continue.';
const unknownModel = '[claude-code:unrecognized_model] {"model":"stub-model","query_source":"sdk"}';

const begun = { sessionId: '27433560', model: 'claude-opus-5-5' };
const tokens = { input: 120, output: 30, cached: 20 };
const done = { ...begun, tokens, turns: 1, costUsd: 0.001, summary: 'ok' };
const none = { ...begun, turns: 1, costUsd: 0 };

describe('the verdict', () => {
  const cases: Record<string, { stream: Stream; want: Verdict }> = {
    'a text': {
      stream: { stderr: [unknownModel], stdout: [init, say('ok'), result()] },
      want: { outcome: 'Succeeded', facts: done },
    },
    'a tool, then a text': {
      stream: { stdout: [init, write, called('File created'), say('ok'), result({ num_turns: 2 })] },
      want: { outcome: 'Succeeded', facts: { ...done, turns: 2 } },
    },
    'a success that exits with another code': {
      stream: { stdout: [init, result()], exit: { code: 1 } },
      want: { outcome: 'Succeeded', facts: done },
    },
    'an unknown key: subtype success, and is_error': {
      stream: {
        stdout: [init, ...failed(401, 'Failed to authenticate. API Error: 401 The model does not know this key.')],
        exit: { code: 1 },
      },
      want: { outcome: 'Refused', error: 'The model does not know this key.', facts: none },
    },
    'a token that has expired, without a status': {
      stream: {
        stdout: [init, ...failed(null, `Failed to authenticate. API Error: 401 ${expired}`)],
        exit: { code: 1 },
      },
      want: { outcome: 'Refused', error: expired, facts: none },
    },
    'a token of a subscription that has expired, without a status in the sentence': {
      stream: { stdout: [init, ...failed(null, `Please run /login · ${expired}`)], exit: { code: 1 } },
      want: { outcome: 'Refused', error: `Please run /login · ${expired}`, facts: none },
    },
    'an unknown key, with the whole body of the answer': {
      stream: {
        stdout: [
          init,
          ...failed(
            401,
            'Failed to authenticate. API Error: 401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}',
          ),
        ],
      },
      want: { outcome: 'Refused', error: 'invalid x-api-key', facts: none },
    },
    'the limit of a subscription': {
      stream: { stdout: [init, limit('rejected', { resetsAt: 1796101200 }), ...failed(429, hit)], exit: { code: 1 } },
      want: {
        outcome: 'RateLimited',
        error: `${hit} (the limit five_hour is reached until 2026-12-01T05:00:00Z)`,
        facts: none,
      },
    },
    'the limit of a subscription, without a status or a date': {
      stream: { stdout: [init, limit('rejected', { resetsAt: 1e300 }), ...failed(null, 'Sorry.')] },
      want: { outcome: 'RateLimited', error: 'Sorry. (the limit five_hour is reached)', facts: none },
    },
    'the sentence of a limit alone': {
      stream: { stdout: [init, ...failed(null, hit)] },
      want: { outcome: 'RateLimited', error: hit, facts: none },
    },
    'a limit that allows, and a failure of the provider': {
      stream: { stdout: [init, limit('rejected'), limit('allowed'), ...failed(500, 'API Error: 500 Oh.')] },
      want: { outcome: 'Failed', error: 'Oh.', facts: none },
    },
    'a limit that is near': {
      stream: { stdout: [init, say('ok'), limit('allowed_warning'), result()] },
      want: { outcome: 'Succeeded', facts: done },
    },
    'no key: no status': {
      stream: { stdout: [init, ...failed(null, 'Not logged in · Please run /login')], exit: { code: 1 } },
      want: { outcome: 'Refused', error: 'Not logged in · Please run /login', facts: none },
    },
    'an unknown model': {
      stream: { stdout: [init, ...failed(404, "There's an issue with the selected model (m).")], exit: { code: 1 } },
      want: { outcome: 'Refused', error: "There's an issue with the selected model (m).", facts: none },
    },
    'a request that the provider does not take': {
      stream: { stdout: [init, ...failed(400, 'API Error: 400 Wrong.')], exit: { code: 1 } },
      want: { outcome: 'Refused', error: 'Wrong.', facts: none },
    },
    'too many requests, though it exits with 0': {
      stream: {
        stdout: [init, ...failed(429, 'API Error: Request rejected (429) · Too many; come back in 120 seconds.')],
      },
      want: {
        outcome: 'RateLimited',
        error: 'Too many; come back in 120 seconds.',
        retryAfterSeconds: 120,
        facts: none,
      },
    },
    'a failure of the provider': {
      stream: { stdout: [init, ...failed(500, 'API Error: 500 Oh.')], exit: { code: 1 } },
      want: { outcome: 'Failed', error: 'Oh.', facts: none },
    },
    'too many turns': {
      stream: {
        stdout: [
          init,
          write,
          result({ is_error: true, subtype: 'error_max_turns', result: undefined, errors: ['Reached 1 turn'] }),
        ],
        exit: { code: 1 },
      },
      want: { outcome: 'Failed', error: 'Reached 1 turn', facts: { ...begun, tokens, turns: 1, costUsd: 0.001 } },
    },
    'a failure without a reason': {
      stream: { stdout: [result({ is_error: true, result: '', errors: [1, null] })] },
      want: {
        outcome: 'Failed',
        error: 'Claude Code gave no reason',
        facts: { sessionId: '27433560', tokens, turns: 1, costUsd: 0.001 },
      },
    },
    'a prompt that is a command of the CLI: the model was not asked': {
      stream: { stdout: [init, result({ num_turns: 0, result: '/help is not available.', usage: {} })] },
      want: {
        outcome: 'Refused',
        error: 'the prompt is no task for a model: /help is not available.',
        facts: { ...begun, turns: 0, costUsd: 0.001, summary: '/help is not available.' },
      },
    },
    'no last record, though it exits with 0': {
      stream: { stdout: [init, say('half')] },
      want: {
        outcome: 'Failed',
        error: 'Claude Code ended (exit code 0) without its last record',
        facts: { ...begun, summary: 'half' },
      },
    },
    'half of the last record': {
      stream: { stdout: [init, JSON.stringify(result()).slice(0, -1)], exit: { signal: 'SIGKILL' } },
      want: { outcome: 'Failed', error: 'Claude Code ended (SIGKILL) without its last record', facts: begun },
    },
    'an argument that it does not know': {
      stream: { stderr: ["error: unknown option '--x'"], exit: { code: 1 } },
      want: { outcome: 'Refused', error: "error: unknown option '--x'", facts: {} },
    },
    'a text of the model that looks like a failure': {
      stream: {
        stdout: [init, say(JSON.stringify(failed(429, 'API Error: 429')[1])), result({ result: 'API Error' })],
      },
      want: { outcome: 'Succeeded', facts: { ...done, summary: 'API Error' } },
    },
    'the output of a tool that looks like a last record': {
      stream: { stdout: [init, called(`{"type":"result"}\n${JSON.stringify(result())}`)] },
      want: {
        outcome: 'Failed',
        error: 'Claude Code ended (exit code 0) without its last record',
        facts: begun,
      },
    },
    'two last records: the second counts': {
      stream: { stdout: [init, result(), ...failed(401, 'No.')] },
      want: { outcome: 'Refused', error: 'No.', facts: { ...done, costUsd: 0 } },
    },
    'a last record, and then another turn that has none': {
      stream: { stdout: [init, result(), say('I go on.')] },
      want: {
        outcome: 'Failed',
        error: 'Claude Code ended (exit code 0) without its last record',
        facts: { ...done, summary: 'I go on.' },
      },
    },
    'a last record, and then lines that are no turn': {
      stream: { stdout: [init, result(), { type: 'system', subtype: 'status' }, 'bye', called('late')] },
      want: { outcome: 'Succeeded', facts: done },
    },
    'numbers without sense stay visible, for the wrapper to refuse': {
      stream: {
        stdout: [
          result({
            usage: { input_tokens: -5, cache_read_input_tokens: 20, output_tokens: 1e308 },
            total_cost_usd: -1,
            num_turns: 'many',
          }),
        ],
      },
      want: {
        outcome: 'Succeeded',
        facts: {
          ...{ sessionId: '27433560', tokens: { input: -5, output: 1e308, cached: 20 }, costUsd: -1, summary: 'ok' },
        },
      },
    },
    'lines that are no records': {
      stream: { stdout: ['null', '[]', '{', '{"type":1}', '{"type":"assistant","message":7}', init, result()] },
      want: { outcome: 'Succeeded', facts: done },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { stream, want }) =>
    expect(readStream(openReader(), stream).verdict).toEqual(want),
  );

  test('a last record of more than 1 MiB', () => {
    const reader = openReader();
    reader.read({ from: 'stdout', text: '{"type":"result","result":"aaaa', isCut: true });
    expect(reader.end({ code: 0 }).error).toBe(
      'Claude Code ended (exit code 0) without its last record: a line has more than 1 MiB',
    );
  });
});

describe('what the clock learns', () => {
  const cases: Record<string, { stream: Stream; want: StreamMark[] }> = {
    'a start is neither work nor a wait': { stream: { stderr: [unknownModel], stdout: [init] }, want: [] },
    'the model speaks': { stream: { stdout: [say('ok')] }, want: [{ kind: 'work' }] },
    'a tool has run': { stream: { stdout: [called('done')] }, want: [{ kind: 'work' }] },
    'a helper of the model works': {
      stream: { stdout: [{ ...say('ok'), parent_tool_use_id: 't1' }] },
      want: [{ kind: 'work' }],
    },
    'the CLI says that the provider has failed, and ends': {
      stream: { stdout: failed(429, 'API Error') },
      want: [{ kind: 'last' }],
    },
    'too many requests, and the time': {
      stream: { stdout: [retry(1, { retry_delay_ms: 22704, error_status: 429, error: 'rate_limit' })] },
      want: [{ kind: 'waiting', because: 'RateLimit', said: 'status 429 (rate_limit)', retryAfterSeconds: 23 }],
    },
    'too many requests, and the CLI chooses the time': {
      stream: {
        stdout: [
          retry(1, { retry_delay_ms: 577, error_status: 429, error: 'rate_limit' }),
          retry(8, { retry_delay_ms: 39798, error_status: 429, error: 'rate_limit' }),
          retry(9, { retry_delay_ms: -5000, error_status: 429, error: 'rate_limit' }),
        ],
      },
      want: Array(3).fill({ kind: 'waiting', because: 'RateLimit', said: 'status 429 (rate_limit)' }),
    },
    'an overloaded provider': {
      stream: { stdout: [retry(1, { retry_delay_ms: 547, error_status: 529, error: 'overloaded' })] },
      want: [{ kind: 'waiting', because: 'RateLimit', said: 'status 529 (overloaded)' }],
    },
    'a wrong key': {
      stream: { stdout: [retry(1, { retry_delay_ms: 577, error_status: 401, error: 'authentication_failed' })] },
      want: [{ kind: 'waiting', because: 'Refused', said: 'status 401 (authentication_failed)' }],
    },
    'a failure of the provider': {
      stream: { stdout: [retry(1, { retry_delay_ms: 579, error_status: 500, error: 'server_error' })] },
      want: [{ kind: 'waiting', because: 'ProviderError', said: 'status 500 (server_error)' }],
    },
    'a connection that was cut': {
      stream: { stdout: [retry(1, { retry_delay_ms: 549, error_status: null, error: 'unknown' })] },
      want: [{ kind: 'waiting', because: 'ProviderError', said: 'no whole answer (unknown)' }],
    },
    'the same records as a text of the model': {
      stream: { stdout: [say(JSON.stringify(retry(1, { error_status: 429 })))] },
      want: [{ kind: 'work' }],
    },
    'the limit of a subscription': {
      stream: { stdout: [limit('allowed'), limit('rejected', { isUsingOverage: true }), limit('rejected')] },
      want: [{ kind: 'waiting', because: 'RateLimit', said: 'the limit five_hour is reached' }],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { stream, want }) =>
    expect(readStream(openReader(), stream).marks).toEqual(want),
  );
});

test('its arguments have what spec.agent says', () => {
  const setup = { workspaceDir: '/w', variables: new Set<string>(), model: 'opus', effort: 'high' };
  const args = claudeCode.args({ ...setup, permissions: 'all', maxTurns: 5, maxCostUsd: 0.5 }).join(' ');
  expect(args).toContain('--permission-mode bypassPermissions --model opus --effort high --max-turns 5');
  expect(args).toMatch(/--max-budget-usd 0\.5$/);
});
