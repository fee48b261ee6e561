import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type StubModel, startStubModel } from '../index.js';

let stub: StubModel;
beforeAll(async () => {
  stub = await startStubModel({ edit: { path: 'A.md', text: 'a' } });
});
afterAll(() => stub.close());

interface Protocol {
  readonly path: string;
  /** A request that offers tools, after some of them have run. */
  body(tools: readonly string[], results: number): object;
}
const protocols: Record<string, Protocol> = {
  streamGenerateContent: {
    path: '/v1beta/models/m:streamGenerateContent?alt=sse',
    body: (tools, results) => ({
      contents: [
        { parts: [{ text: 'working directory: /w' }] },
        { parts: Array(results).fill({ functionResponse: {} }) },
      ],
      tools: [{ functionDeclarations: tools.map((name) => ({ name })) }],
    }),
  },
  'chat completions': {
    path: '/v1/chat/completions',
    body: (tools, results) => ({
      model: 'm',
      stream: true,
      messages: [
        { role: 'user', content: 'working directory: /w' },
        ...Array(results).fill({ role: 'tool', content: '' }),
      ],
      tools: tools.map((name) => ({ type: 'function', function: { name } })),
    }),
  },
  messages: {
    path: '/v1/messages?beta=true',
    body: (tools, results) => ({
      model: 'm',
      stream: true,
      system: [{ type: 'text', text: 'working directory: /w' }],
      messages: [
        { role: 'user', content: 'Say ok.' },
        { role: 'user', content: Array(results).fill({ type: 'tool_result', content: '' }) },
      ],
      tools: tools.map((name) => ({ name })),
    }),
  },
  responses: {
    path: '/responses',
    body: (tools, results) => ({
      model: 'm',
      stream: true,
      input: [
        { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'working directory: /w' }] },
        ...Array(results).fill({ type: 'function_call_output', output: '' }),
      ],
      tools: tools.map((name) => ({ type: 'function', name })),
    }),
  },
};

describe.each(Object.entries(protocols))('%s', (name, { path, body }) => {
  const ask = async (
    mode: string,
    results = 0,
    tools: readonly string[] = ['read_file', 'write_file', 'run_shell_command'],
  ) => fetch(`${stub.url}/${mode}${path}`, { method: 'POST', body: JSON.stringify(body(tools, results)) });
  const said = async (...args: Parameters<typeof ask>) => (await ask(...args)).text();

  test('ok: a text, and what it cost', async () => {
    const text = await said('ok');
    expect([
      /^(event: \S+\n)?data: \{/.test(text),
      text.includes('"ok"'),
      /"(completion_tokens|candidatesTokenCount|output_tokens)":30/.test(text),
    ]).toEqual([true, true, true]);
    expect(stub.requests.at(-1)).toMatchObject({ protocol: name, model: 'm' });
  });

  test('tool: a file is written once, where the client works', async () => {
    expect(await said('tool')).toMatch(/write_file.*\/w\/A\.md/s);
    expect(await said('tool', 1)).toContain('I wrote A.md.');
  });

  test('tool: a client without such a tool gets a text', async () =>
    expect(await said('tool', 0, ['read_file'])).toContain('"ok"'));
  test('push: the second call is a command', async () =>
    expect(await said('push', 1)).toMatch(/run_shell_command.*git push/s));

  test('a status, with and without a time to come back', async () => {
    const [limit, later, auth] = await Promise.all([ask('429'), ask('429-after-7'), ask('401')]);
    const seen = [limit, later, auth].map(({ status, headers }) => [status, headers.get('retry-after')]);
    await Promise.all([limit, later, auth].map((response) => response.arrayBuffer()));
    expect(seen).toEqual([
      [429, null],
      [429, '7'],
      [401, null],
    ]);
  });

  test('cut: the connection ends after the first event', async () => expect(said('cut')).rejects.toThrow());

  test('slow: the first event comes, and no other', async () => {
    const response = await ask('slow');
    const reader = response.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toMatch(/"ok"|message_start|response\.created/);
    await reader?.cancel();
  });
});

test('messages: tokens are counted', async () => {
  const response = await fetch(`${stub.url}/ok/v1/messages/count_tokens`, { method: 'POST', body: '{"messages":[]}' });
  expect(await response.json()).toMatchObject({ input_tokens: 120 });
});

test('responses: an answer without events', async () => {
  const response = await fetch(`${stub.url}/ok/responses`, { method: 'POST', body: '{"model":"m","input":[]}' });
  expect(await response.json()).toMatchObject({ status: 'completed', usage: { total_tokens: 150 } });
});

test.each([
  ['Write', /\/w\/A\.md/],
  ['exec_command', /cat > '\/w\/A\.md'/],
])('a client that writes by %s', async (name, call) => {
  const { path, body } = protocols['responses'] as Protocol;
  const response = await fetch(`${stub.url}/tool${path}`, { method: 'POST', body: JSON.stringify(body([name], 0)) });
  expect(await response.text()).toMatch(call);
});

test('a path without a mode is an error', async () => expect((await fetch(`${stub.url}/other/x`)).status).toBe(404));
