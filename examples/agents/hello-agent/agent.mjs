// A small agent that implements A2A (https://a2a-protocol.org) 1.0 and 0.3 over HTTP. It serves its card and answers
// messages. It needs only Node, reads PORT, GREETING and DRAIN_SECONDS, and exits within its grace period after SIGTERM.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

const { PORT = '8000', GREETING = 'Hello', DRAIN_SECONDS = '3', PUBLIC_URL } = process.env;
const CARD_PATH = '/.well-known/agent-card.json';

/** Clients send messages to the address in the card, so it must be the address at which they requested the card. */
const cardAt = (url) => ({
  name: 'hello-agent',
  description: 'Greets a person by name',
  version: '0.1.0',
  supportedInterfaces: ['1.0', '0.3'].map((protocolVersion) => ({ url, protocolBinding: 'JSONRPC', protocolVersion })),
  capabilities: { streaming: false },
  defaultInputModes: ['text/plain'],
  defaultOutputModes: ['text/plain'],
  skills: [{ id: 'greet', name: 'Greet', description: 'Greets by name', tags: ['example'], examples: ['Ada'] }],
  // A2A 0.3 uses these fields instead of supportedInterfaces.
  ...{ protocolVersion: '0.3.0', url, preferredTransport: 'JSONRPC' },
});

/** @throws TypeError if the value is not a message */
function greeting({ message: { parts } }) {
  const name = parts.flatMap(({ text = '' }) => text.trim() || []).join(' ') || 'world';
  return `${GREETING}, ${name}!`;
}

/** The same answer in the format of either version. */
const methods = {
  SendMessage: (params) => ({
    message: { role: 'ROLE_AGENT', messageId: randomUUID(), parts: [{ text: greeting(params) }] },
  }),
  'message/send': (params) => ({
    ...{ kind: 'message', role: 'agent', messageId: randomUUID() },
    parts: [{ kind: 'text', text: greeting(params) }],
  }),
};

function answer(text) {
  const failed = (code, message, id = null) => ({ jsonrpc: '2.0', id, error: { code, message } });
  let call;
  try {
    call = JSON.parse(text);
  } catch {
    return failed(-32700, 'the body is not JSON');
  }
  const { id = null, method, params } = call ?? {};
  if (!Object.hasOwn(methods, method))
    return failed(-32601, `no method ${method}; there are ${Object.keys(methods).join(' and ')}`, id);
  try {
    return { jsonrpc: '2.0', id, result: methods[method](params) };
  } catch {
    return failed(-32602, 'params.message.parts must be a list of parts with text', id);
  }
}

const server = createServer(async (request, response) => {
  const reply = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
  };
  const url = PUBLIC_URL ?? `http://${request.headers.host ?? `localhost:${PORT}`}/`;
  if (request.method === 'GET' && request.url === CARD_PATH) return reply(200, cardAt(url));
  if (request.method !== 'POST') return reply(404, { message: `see ${CARD_PATH}` });
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  reply(200, answer(Buffer.concat(chunks).toString()));
});

server.listen(Number(PORT), () => console.log(`hello-agent listens on ${PORT}`));

// The cluster needs some seconds to send requests to other Pods. Until then, the agent answers them.
process.on('SIGTERM', () => {
  setTimeout(() => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  }, Number(DRAIN_SECONDS) * 1000);
});
