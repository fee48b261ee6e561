import { describe, expect, test } from '@jest/globals';
import { remarkIn } from '../../../api/status/result-remark.js';
import { type AgentResult, agentResult } from '../../../runtime/pod/agent-result.js';

const pr = 'https://github.com/o/r/pull/1';

describe('what is kept', () => {
  const cases: Record<string, { message: string | undefined; want: AgentResult }> = {
    'no message: no result': { message: undefined, want: {} },
    'blank message: no result': { message: ' \n', want: {} },
    'a link with an author in its query': {
      message: `{"pr":"${pr}?author=me"}`,
      want: { result: { pr: `${pr}?author=me` } },
    },
    'a link without TLS': { message: '{"pr":"http://host/1"}', want: { result: { pr: 'http://host/1' } } },
    'branches that Git allows': {
      message: '{"branch":"feature/a.lock.b-c_d@e"}',
      want: { result: { branch: 'feature/a.lock.b-c_d@e' } },
    },
    'every known field': {
      message: `{"summary":"s","pr":"${pr}","branch":"b","commit":"c","costUsd":1.5,"tokens":12,"verdict":"changed"}`,
      want: {
        result: { summary: 's', pr, branch: 'b', commit: 'c', costUsd: 1.5, tokens: { total: 12 }, verdict: 'changed' },
      },
    },
    'unknown fields: left out without a word': {
      message: '{"summary":"s","secret":"x"}',
      want: { result: { summary: 's' } },
    },
    'only unknown fields: no result': { message: '{"x":1}', want: {} },
    'null: as if it were not there': { message: '{"branch":null,"commit":"c"}', want: { result: { commit: 'c' } } },
    'long summary: cut to the schema': {
      message: JSON.stringify({ summary: 'é'.repeat(600) }),
      want: { result: { summary: `${'é'.repeat(511)}…` } },
    },
    'a mark of byte order, and CRLF': { message: '\ufeff{"summary":"bom"}\r\n', want: { result: { summary: 'bom' } } },
    'a key of the prototype: no result': { message: '{"__proto__":{"summary":"s"}}', want: {} },
    'what a wrapper measured, and the names of what the agent wrote': {
      message: JSON.stringify({
        summary: 's',
        tokens: { input: 5, output: 2, cached: 1, total: 7 },
        ...{ turns: 2, model: 'm', durationSeconds: 3, retryAfter: 1.2, sessionId: 'i', error: 'e' },
        claims: ['summary', 'pr', 'mine', 7, 'summary'],
      }),
      want: {
        result: {
          summary: 's',
          tokens: { input: 5, output: 2, cached: 1, total: 7 },
          ...{ turns: 2, model: 'm', durationSeconds: 3, retryAfter: 2, sessionId: 'i', error: 'e' },
          claims: ['summary'],
        },
      },
    },
    'tokens without a total: their sum': {
      message: '{"tokens":{"input":5,"output":2,"cached":null}}',
      want: { result: { tokens: { input: 5, output: 2, total: 7 } } },
    },
    'tokens that say nothing: no result': { message: '{"tokens":{"prompt":1}}', want: {} },
    'what the wrapper left out: a remark': {
      message: '{"summary":"s","note":"input of the stream is negative"}',
      want: { result: { summary: 's' }, remark: 'result.json: input of the stream is negative' },
    },
    'a file that the wrapper dropped: its size and why': {
      message: '{"summary":"s","note":"result.json (8 bytes) was dropped: it is not a JSON object"}',
      want: { result: { summary: 's' }, remark: 'result.json (8 bytes) was dropped: it is not a JSON object' },
    },
    'a note of the agent: left out': {
      message: '{"summary":"s","note":"see there"}',
      want: { result: { summary: 's' } },
    },
    'the largest numbers': {
      message: '{"costUsd":1e9,"tokens":9007199254740991}',
      want: { result: { costUsd: 1e9, tokens: { total: Number.MAX_SAFE_INTEGER } } },
    },
    'escape sequences and line breaks: gone from a text': {
      message:
        '{"summary":"line1\\nline2\\tTAB \\u001b[31mred\\u0007 \\u001b]52;c;eA==\\u0007x\\u009b2J","verdict":"a\\u0000b"}',
      want: { result: { summary: 'line1 line2 TAB red x', verdict: 'a b' } },
    },
    'marks of direction, invisible characters and tags: gone': {
      message: JSON.stringify({ summary: 'a\u202eb\u2066c\u200bd\ufeffe\u{e0041}f\u061cg' }),
      want: { result: { summary: 'abcdefg' } },
    },
    'half a character: as an API server would have it': {
      message: '{"summary":"bad \\ud83d end"}',
      want: { result: { summary: 'bad \ufffd end' } },
    },
    'emoji of several characters and right-to-left text: as they are': {
      message: JSON.stringify({ summary: '👩‍🚀 שלום' }),
      want: { result: { summary: '👩‍🚀 שלום' } },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { message, want }) => expect(agentResult(message)).toEqual(want));
});

describe('a field that is left out is named, and the rest kept', () => {
  const cases: Record<string, { field: string; want: string }> = {
    'a negative cost': { field: '"costUsd":-5', want: 'costUsd, which is negative' },
    'a senseless cost': { field: '"costUsd":1e308', want: 'costUsd, which is more than 1000000000' },
    'a cost without end': { field: '"costUsd":1e999', want: 'costUsd, which is not finite' },
    'a cost as text': { field: '"costUsd":"0.12"', want: 'costUsd, which is not a number' },
    'half a token': { field: '"tokens":12.7', want: 'tokens, which is not a whole number' },
    'negative tokens': { field: '"tokens":-1', want: 'tokens, which is negative' },
    'tokens beyond int64': {
      field: '"tokens":12345678901234567890',
      want: 'tokens, which is more than 9007199254740991',
    },
    'tokens beyond 2^53': { field: '"tokens":9007199254740993', want: 'tokens, which is more than 9007199254740991' },
    'tokens as 1e30': { field: '"tokens":1e30', want: 'tokens, which is more than 9007199254740991' },
    'tokens as text': { field: '"tokens":"12"', want: 'tokens, which is not a number' },
    'negative tokens of the prompt': {
      field: '"tokens":{"input":-1}',
      want: 'tokens.input, which is negative',
    },
    'tokens of the answer without end': {
      field: '"tokens":{"output":1e999}',
      want: 'tokens.output, which is not finite',
    },
    'cached tokens beyond 2^53': {
      field: '"tokens":{"cached":9007199254740993}',
      want: 'tokens.cached, which is more than 9007199254740991',
    },
    'half a total': { field: '"tokens":{"total":1.5}', want: 'tokens.total, which is not a whole number' },
    'negative turns': { field: '"turns":-1', want: 'turns, which is negative' },
    'an endless wait': { field: '"retryAfter":1e999', want: 'retryAfter, which is not finite' },
    'a negative duration': { field: '"durationSeconds":-3', want: 'durationSeconds, which is negative' },
    'a model too long': { field: `"model":"${'m'.repeat(257)}"`, want: 'model, which is longer than 256 characters' },
    'claims as text': { field: '"claims":"summary"', want: 'claims, which is not a list of names' },
    'a link that runs': { field: '"pr":"javascript:alert(1)"', want: 'pr, which is not an http or https URL' },
    'one with a line break in its scheme': { field: '"pr":"java\\nscript:alert(1)"', want: 'pr, which is not a URL' },
    'a link to data': { field: '"pr":"data:text/html,x"', want: 'pr, which is not an http or https URL' },
    'a link with a token': { field: '"pr":"https://u:token@host/1"', want: 'pr, which holds credentials' },
    'a link with a token in its query': {
      field: '"pr":"https://host/1?private_token=a"',
      want: 'pr, which holds credentials',
    },
    'a link with a token behind its fragment': {
      field: '"pr":"https://host/1#access_token=a"',
      want: 'pr, which holds credentials',
    },
    'a link with a mark of direction': { field: '"pr":"https://h/\\u202e1"', want: 'pr, which is not a URL' },
    'no link': { field: '"pr":7', want: 'pr, which is not text' },
    'a branch with a blank': { field: '"branch":"a b"', want: 'branch, which is not a branch name' },
    'a branch that is an option': { field: '"branch":"--force"', want: 'branch, which is not a branch name' },
    ...Object.fromEntries(
      [
        'a..b',
        'a@{b',
        'a//b',
        '/a',
        '.a',
        'a/',
        'a.',
        'a/.b',
        'a.lock',
        'a.lock/b',
        'a~b',
        'a^b',
        'a:b',
        'a?b',
        'a*b',
        'a[b',
        'a\\\\b',
      ].map((branch) => [
        `a branch called ${branch}`,
        { field: `"branch":"${branch}"`, want: 'branch, which is not a branch name' },
      ]),
    ),
    'a branch with a line break': { field: '"branch":"a\\nb"', want: 'branch, which is not a branch name' },
    'a branch too long': {
      field: `"branch":"${'b'.repeat(256)}"`,
      want: 'branch, which is longer than 255 characters',
    },
    'a commit with an escape sequence': { field: '"commit":"\\u001b[2J"', want: 'commit, which is not a commit' },
    'a list': { field: '"verdict":["x"]', want: 'verdict, which is not text' },
  };
  test.each(Object.entries(cases))('%s', (_, { field, want }) => {
    const remark = `result.json: left out ${want}`;
    expect(agentResult(`{"summary":"s",${field}}`)).toEqual({ result: { summary: 's' }, remark });
    expect(remarkIn(`all steps succeeded; ${remark}`)).toBe(remark);
  });
});

describe('a file that is dropped as a whole: its size and why', () => {
  const cases: Record<string, { message: string; want: string }> = {
    'plain text': { message: 'all good', want: '(8 bytes) was dropped: it is plain text, not JSON' },
    'a list': { message: '[{"summary":"s"}]', want: '(17 bytes) was dropped: it is JSON, but a list, not an object' },
    null: { message: 'null', want: '(4 bytes) was dropped: it is JSON, but a single value, not an object' },
    NaN: { message: '{"costUsd":NaN}', want: '(15 bytes) was dropped: NaN and Infinity are not JSON' },
    'two documents': {
      message: '{"summary":"one"}\n{"summary":"two"}\n',
      want: '(36 bytes) was dropped: it holds more than one JSON object',
    },
    'the end of a longer file': {
      message: `${'x'.repeat(4094)}"}`,
      want: '(4096 bytes) was dropped: it was longer than 4096 bytes, of which only the end is kept',
    },
    'the end of a file where containers share the room': {
      message: 'ary":"x"}',
      want: '(9 bytes) was dropped: its beginning is missing',
    },
    'cut short': { message: '{"summary":"s', want: '(13 bytes) was dropped: its end is missing, or it is not JSON' },
    'a comma too many': { message: '{"summary":"s",}', want: '(16 bytes) was dropped: it is not JSON' },
    'not to be read': {
      message: 'Error on reading termination log /kubetask/result.json: is a directory',
      want: 'was dropped: it is a folder; only a regular file is read',
    },
    'a named pipe': {
      message:
        'Error on reading termination log /kubetask/result.json: it is a named pipe; only a regular file is read',
      want: 'was dropped: it is a named pipe; only a regular file is read',
    },
    'a link': {
      message:
        'Error on reading termination log /dev/termination-log: it is a symbolic link; only a regular file is read',
      want: 'was dropped: it is a symbolic link; only a regular file is read',
    },
    'not to be read, with what it holds': {
      message: 'Error on reading termination log it: token=secret',
      want: 'was dropped: it could not be read',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { message, want }) => {
    const remark = `result.json ${want}`;
    expect(agentResult(message)).toEqual({ remark });
    expect(remarkIn(remark)).toBe(remark);
  });
});
