import { field, items, text } from '../json.js';
import { type Answer, event, failureText, type ModelRequest, type Protocol, usage } from '../protocol.js';

const path = /\/models\/([^/:]+):(generateContent|streamGenerateContent|countTokens)$/;

/** The names that Google gives to HTTP statuses. Source: https://cloud.google.com/apis/design/errors */
const statusNames: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

/** Gemini: `models/M:streamGenerateContent`, `models/M:generateContent`. */
export const generateContent: Protocol = {
  name: 'streamGenerateContent',
  matches: (where) => path.test(where),
  read(where, body): ModelRequest {
    const [, model = '', method] = path.exec(where) ?? [];
    const contents = items(field(body, 'contents')).flatMap((content) => items(field(content, 'parts')));
    const declarations = items(field(body, 'tools')).flatMap((tool) => items(field(tool, 'functionDeclarations')));
    return {
      model,
      tools: declarations.map((one) => text(field(one, 'name'))),
      toolResults: contents.filter((part) => field(part, 'functionResponse') !== undefined).length,
      isStream: method === 'streamGenerateContent',
      text: contents.map((part) => text(field(part, 'text'))).join('\n'),
    };
  },
  events: (request, answer) => [
    event(chunk(request, answer, false)),
    event(chunk(request, { kind: 'text', text: '' }, true)),
  ],
  whole: (request, answer) => ({ totalTokens: usage.input, ...chunk(request, answer, true) }),
  failure: (status, retryAfterSeconds) => ({
    error: {
      code: status,
      message: failureText(status, retryAfterSeconds),
      status: statusNames[status] ?? 'UNKNOWN',
      ...(retryAfterSeconds === undefined
        ? {}
        : {
            details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${retryAfterSeconds}s` }],
          }),
    },
  }),
};

function chunk({ model }: ModelRequest, answer: Answer, isLast: boolean): object {
  const part =
    answer.kind === 'text' ? { text: answer.text } : { functionCall: { name: answer.name, args: answer.args } };
  return {
    candidates: [{ content: { role: 'model', parts: [part] }, index: 0, ...(isLast && { finishReason: 'STOP' }) }],
    usageMetadata: {
      promptTokenCount: usage.input,
      candidatesTokenCount: usage.output,
      cachedContentTokenCount: usage.cached,
      totalTokenCount: usage.input + usage.output,
    },
    modelVersion: model,
  };
}
