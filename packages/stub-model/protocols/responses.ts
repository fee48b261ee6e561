import { field, items, text } from '../json.js';
import { type Answer, event, failureText, type ModelRequest, type Protocol, usage } from '../protocol.js';

/** OpenAI's responses. */
export const responses: Protocol = {
  name: 'responses',
  matches: (where) => where.endsWith('/responses'),
  read(_, body): ModelRequest {
    const input = items(field(body, 'input'));
    const parts = input.flatMap((item) => items(field(item, 'content')));
    return {
      model: text(field(body, 'model')),
      tools: items(field(body, 'tools')).map((tool) => text(field(tool, 'name'))),
      toolResults: input.filter((item) => text(field(item, 'type')).endsWith('call_output')).length,
      isStream: field(body, 'stream') === true,
      text: [text(field(body, 'instructions')), ...parts.map((part) => text(field(part, 'text')))].join('\n'),
    };
  },
  events: (request, answer) =>
    [
      { type: 'response.created', response: envelope(request, 'in_progress') },
      { type: 'response.output_item.added', output_index: 0, item: item(answer, 'in_progress') },
      { type: 'response.output_item.done', output_index: 0, item: item(answer, 'completed') },
      { type: 'response.completed', response: completed(request, answer) },
    ].map((data) => event(data, data.type)),
  whole: completed,
  failure: (status, retryAfterSeconds) => ({
    error: {
      message: failureText(status, retryAfterSeconds),
      type: status === 401 ? 'invalid_request_error' : status === 429 ? 'rate_limit_error' : 'server_error',
      code: status === 401 ? 'invalid_api_key' : status === 429 ? 'rate_limit_exceeded' : null,
    },
  }),
};

const envelope = ({ model }: ModelRequest, status: string) => ({
  id: 'resp_stub',
  object: 'response',
  model,
  status,
  output: [] as object[],
});

function completed(request: ModelRequest, answer: Answer): object {
  return { ...envelope(request, 'completed'), output: [item(answer, 'completed')], usage: tokens };
}

const tokens = {
  input_tokens: usage.input,
  input_tokens_details: { cached_tokens: usage.cached },
  output_tokens: usage.output,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: usage.input + usage.output,
};

function item(answer: Answer, status: string): object {
  if (answer.kind === 'tool')
    return {
      type: 'function_call',
      id: 'fc_stub',
      call_id: 'call_stub',
      name: answer.name,
      arguments: JSON.stringify(answer.args),
      status,
    };
  const content = status === 'completed' ? [{ type: 'output_text', text: answer.text, annotations: [] }] : [];
  return { type: 'message', id: 'msg_stub', role: 'assistant', status, content };
}
