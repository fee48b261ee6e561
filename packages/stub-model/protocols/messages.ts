import { field, items, text } from '../json.js';
import { type Answer, event, failureText, type ModelRequest, type Protocol, usage } from '../protocol.js';

/** The names that Anthropic gives to HTTP statuses. Source: https://docs.claude.com/en/api/errors */
const errorTypes: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

/** Anthropic: `messages`, `messages/count_tokens`. */
export const messages: Protocol = {
  name: 'messages',
  matches: (where) => /\/messages(\/count_tokens)?$/.test(where),
  read(_, body): ModelRequest {
    const parts = items(field(body, 'messages')).flatMap(partsOf);
    const said = [...partsOf({ content: field(body, 'system') }), ...parts];
    return {
      model: text(field(body, 'model')),
      tools: items(field(body, 'tools')).map((tool) => text(field(tool, 'name'))),
      toolResults: parts.filter((part) => field(part, 'type') === 'tool_result').length,
      isStream: field(body, 'stream') === true,
      text: said.map((part) => text(field(part, 'text'))).join('\n'),
    };
  },
  events: (request, answer) =>
    [
      { type: 'message_start', message: { ...envelope(request), content: [], stop_reason: null, usage: asked } },
      { type: 'content_block_start', index: 0, content_block: emptyBlock(answer) },
      { type: 'content_block_delta', index: 0, delta: delta(answer) },
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason: stopReason(answer), stop_sequence: null }, usage: answered },
      { type: 'message_stop' },
    ].map((data) => event(data, data.type)),
  whole: (request, answer) => ({
    ...envelope(request),
    content: [block(answer)],
    stop_reason: stopReason(answer),
    usage: { ...asked, ...answered },
    input_tokens: usage.input,
  }),
  failure: (status, retryAfterSeconds) => ({
    type: 'error',
    error: { type: errorTypes[status] ?? 'api_error', message: failureText(status, retryAfterSeconds) },
  }),
};

/** What comes from the cache is not counted as input. */
const asked = {
  input_tokens: usage.input - usage.cached,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: usage.cached,
  output_tokens: 1,
};
const answered = { output_tokens: usage.output };

const envelope = ({ model }: ModelRequest) => ({
  id: 'msg_stub',
  type: 'message',
  role: 'assistant',
  model,
  stop_sequence: null,
});

const stopReason = ({ kind }: Answer): string => (kind === 'text' ? 'end_turn' : 'tool_use');

const block = (answer: Answer): object =>
  answer.kind === 'text' ? { type: 'text', text: answer.text } : { ...toolBlock(answer.name), input: answer.args };

const emptyBlock = (answer: Answer): object =>
  answer.kind === 'text' ? { type: 'text', text: '' } : { ...toolBlock(answer.name), input: {} };

/** Every call needs an id of its own: clients put the results beside the calls. */
let calls = 0;
const toolBlock = (name: string) => ({ type: 'tool_use', id: `toolu_stub_${++calls}`, name });

const delta = (answer: Answer): object =>
  answer.kind === 'text'
    ? { type: 'text_delta', text: answer.text }
    : { type: 'input_json_delta', partial_json: JSON.stringify(answer.args) };

/** The content of a message is a text, or a list of parts. */
function partsOf(message: unknown): readonly unknown[] {
  const content = field(message, 'content');
  return typeof content === 'string' ? [{ type: 'text', text: content }] : items(content);
}
