// A small agent that speaks A2A (https://a2a-protocol.org) over HTTP: it shows its card, and answers message/send.
// It needs nothing but Node, reads PORT and GREETING, and ends within its grace period on SIGTERM.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

const { PORT = '8000', GREETING = 'Hello' } = process.env;

const card = {
  protocolVersion: '0.3.0',
  name: 'hello-agent',
  description: 'Greets whoever it is told of',
  version: '0.1.0',
  url: process.env.PUBLIC_URL ?? `http://localhost:${PORT}/`,
  preferredTransport: 'JSONRPC',
  capabilities: { streaming: false },
  defaultInputModes: ['text/plain'],
  defaultOutputModes: ['text/plain'],
  skills: [{ id: 'greet', name: 'Greet', description: 'Greets by name', tags: ['example'], examples: ['Ada'] }],
};

function greet({ message }) {
  const name = (message?.parts ?? []).flatMap(({ text }) => text?.trim() || []).join(' ') || 'world';
  const parts = [{ kind: 'text', text: `${GREETING}, ${name}!` }];
  return { kind: 'message', role: 'agent', messageId: randomUUID(), parts };
}

function answer(text) {
  let call;
  try {
    call = JSON.parse(text);
  } catch {
    return { jsonrpc: '2.0', id: null, error: { code: -32700, message: 'the body is not JSON' } };
  }
  const { id = null, method, params = {} } = call ?? {};
  if (method === 'message/send') return { jsonrpc: '2.0', id, result: greet(params) };
  return { jsonrpc: '2.0', id, error: { code: -32601, message: `no method ${method}; there is message/send` } };
}

const server = createServer(async (request, response) => {
  const reply = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
  };
  if (request.method === 'GET' && request.url === '/.well-known/agent-card.json') return reply(200, card);
  if (request.method !== 'POST') return reply(404, { message: 'see /.well-known/agent-card.json' });
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  reply(200, answer(Buffer.concat(chunks).toString()));
});

server.listen(Number(PORT), () => console.log(`hello-agent listens on ${PORT}`));
process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
