import { field, items, text } from '../json.js';
import { type Answer, event, failureText, type ModelRequest, type Protocol, usage } from '../protocol.js';

/** OpenAI's chat completions, which most other providers speak too. */
export const chatCompletions: Protocol = {
  name: 'chat completions',
  matches: (where) => where.endsWith('/chat/completions'),
  read(_, body): ModelRequest {
    const messages = items(field(body, 'messages'));
    return {
      model: text(field(body, 'model')),
      tools: items(field(body, 'tools')).map((tool) => text(field(field(tool, 'function'), 'name'))),
      toolResults: messages.filter((message) => field(message, 'role') === 'tool').length,
      isStream: field(body, 'stream') === true,
      text: messages.map(contentText).join('\n'),
    };
  },
  events: (request, answer) => [
    event(chunk(request, { delta: { role: 'assistant', ...delta(answer) }, finish_reason: null })),
    event(chunk(request, { delta: {}, finish_reason: finishReason(answer) })),
    event({ ...chunk(request), choices: [], usage: tokens }),
    event('[DONE]'),
  ],
  whole: (request, answer) => ({
    ...envelope(request, 'chat.completion'),
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: null, ...message(answer) },
        finish_reason: finishReason(answer),
      },
    ],
    usage: tokens,
  }),
  failure: (status, retryAfterSeconds) => ({
    error: {
      message: failureText(status, retryAfterSeconds),
      type: status === 401 ? 'invalid_request_error' : status === 429 ? 'rate_limit_error' : 'server_error',
      code: status === 401 ? 'invalid_api_key' : status === 429 ? 'rate_limit_exceeded' : null,
    },
  }),
};

const tokens = {
  prompt_tokens: usage.input,
  completion_tokens: usage.output,
  total_tokens: usage.input + usage.output,
  prompt_tokens_details: { cached_tokens: usage.cached },
};

const envelope = ({ model }: ModelRequest, object: string) => ({ id: 'chatcmpl-stub', object, created: 0, model });

const chunk = (request: ModelRequest, choice?: object): object => ({
  ...envelope(request, 'chat.completion.chunk'),
  choices: choice ? [{ index: 0, ...choice }] : [],
});

const finishReason = ({ kind }: Answer): string => (kind === 'text' ? 'stop' : 'tool_calls');

function message(answer: Answer): object {
  if (answer.kind === 'text') return { content: answer.text };
  const call = { name: answer.name, arguments: JSON.stringify(answer.args) };
  return { tool_calls: [{ id: 'call_stub', type: 'function', function: call }] };
}

function delta(answer: Answer): object {
  if (answer.kind === 'text') return { content: answer.text };
  const call = { name: answer.name, arguments: JSON.stringify(answer.args) };
  return { tool_calls: [{ index: 0, id: 'call_stub', type: 'function', function: call }] };
}

/** The content of a message is a text, or a list of parts. */
function contentText(one: unknown): string {
  const content = field(one, 'content');
  return typeof content === 'string'
    ? content
    : items(content)
        .map((part) => text(field(part, 'text')))
        .join('\n');
}
