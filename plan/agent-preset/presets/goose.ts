import type { AgentPreset, AgentSetup } from '../preset.js';
import { outcomeOfStatus, providerError, retryAfterIn } from '../provider-error.js';
import { at, defined, type JsonRecord, numberAt, recordIn, textAt } from '../records.js';
import type {
  AgentFacts,
  AgentOutcome,
  ProcessExit,
  StreamLine,
  StreamMark,
  StreamReader,
  Verdict,
} from '../stream.js';

/** goose, with the models of any provider. */
export const goose: AgentPreset = {
  name: 'goose',
  title: 'goose',
  documentation: 'https://block.github.io/goose/docs/guides/goose-cli-commands',
  program: 'goose',
  tried: {
    version: '1.46.0',
    how: 'It was not run: neither npm nor Debian has it. The arguments are from its documentation, and the tests read streams that were written by hand from its public source.',
    wasRun: false,
  },
  credentials: [
    { env: 'ANTHROPIC_API_KEY', description: 'A key of Anthropic.' },
    {
      env: 'OPENAI_API_KEY',
      description: 'A key of the OpenAI platform. For another provider, set OPENAI_HOST and OPENAI_BASE_PATH, too.',
    },
    { env: 'GOOGLE_API_KEY', description: 'A key of Google AI Studio.' },
    { env: 'OPENROUTER_API_KEY', description: 'A key of OpenRouter.' },
  ],
  env: {
    // Nobody can be asked.
    GOOSE_MODE: 'auto',
    GOOSE_TELEMETRY_ENABLED: 'false',
    GOOSE_DISABLE_KEYRING: '1',
    // Otherwise it asks the model for a name of the session.
    GOOSE_DISABLE_SESSION_NAMING: 'true',
    NO_COLOR: '1',
  },
  homeFiles: () => ({}),
  prompt: 'stdin',
  args: (setup) => [
    ...['run', '--instructions', '-', '--no-session', '--quiet', '--output-format', 'stream-json'],
    ...['--no-profile', '--with-builtin', 'developer'],
    ...providerOf(setup),
    ...(setup.model === undefined ? [] : ['--model', setup.model]),
    ...(setup.maxTurns === undefined ? [] : ['--max-turns', String(setup.maxTurns)]),
  ],
  efforts: [],
  permissions: ['all'],
  hasMaxTurns: true,
  hasMaxCost: false,
  instructionFiles: ['AGENTS.md', '.goosehints'],
  reports: ['summary'],
  notes: [
    '`permissions` must be `all`: goose either runs every tool or asks a person. Use a `runtimeClassName` or a network policy.',
    'It uses the provider whose key the WorkspaceConfig sets, the first in the table above, unless the WorkspaceConfig sets GOOSE_PROVIDER. Set `model`, or GOOSE_MODEL.',
    'It tells neither a cost nor which model has answered. The result has `tokens` if the last record of goose tells them by input and output.',
    'It exits with 0 after most failures and tells them as a text of the model; the wrapper knows these texts. It does not tell that it waits for its provider.',
    'The image downloads goose from the releases of its maker and checks it against a checksum that others have published. It is for x64 alone.',
  ],
  stubEnv: (url) => {
    const { origin, pathname } = new URL(url);
    return {
      GOOSE_PROVIDER: 'openai',
      OPENAI_HOST: origin,
      OPENAI_BASE_PATH: `${pathname.slice(1)}/v1/chat/completions`,
      OPENAI_API_KEY: 'stub',
    };
  },
  openReader,
};

const providers: readonly (readonly [string, string])[] = [
  ['ANTHROPIC_API_KEY', 'anthropic'],
  ['OPENAI_API_KEY', 'openai'],
  ['GOOGLE_API_KEY', 'google'],
  ['OPENROUTER_API_KEY', 'openrouter'],
];

function providerOf({ variables }: AgentSetup): readonly string[] {
  if (variables.has('GOOSE_PROVIDER')) return [];
  const [, name] = providers.find(([variable]) => variables.has(variable)) ?? [];
  return name === undefined ? [] : ['--provider', name];
}

/** Reads `goose run --output-format stream-json`. */
export function openReader(): StreamReader {
  const seen = new GooseStream();
  return { read: (line) => seen.read(line), end: (exit) => seen.end(exit) };
}

/** More of a text is not kept. */
const MOST_TEXT = 4096;
const MOST_COMPLAINT = 512;

class GooseStream {
  private facts: AgentFacts = {};
  private isComplete = false;
  /** What the last message of goose itself says of a failure. */
  private error: string | undefined;
  private complaint: string | undefined;
  /** The answer comes in pieces, which have the identity of their message. */
  private message: { readonly id: string | undefined; readonly text: string } | undefined;
  private isLastCut = false;

  read({ from, text, isCut }: StreamLine): StreamMark | undefined {
    if (from === 'stderr') {
      if (/^error: /i.test(text)) this.complaint ??= text.replace(/^error: /i, '').slice(0, MOST_COMPLAINT);
      return undefined;
    }
    this.isLastCut = isCut;
    const record = isCut ? undefined : recordIn(text);
    return record && this.readRecord(record);
  }

  end(exit: ProcessExit): Verdict {
    const summary = this.message?.text;
    const facts = { ...this.facts, ...(this.error === undefined && defined({ summary: summary || undefined })) };
    if (this.error !== undefined) return { ...failure(this.error), facts };
    if (this.isComplete) return { outcome: 'Succeeded', facts };
    if (this.complaint !== undefined) return { ...failure(this.complaint), facts };
    const why = this.isLastCut ? ': a line has more than 1 MiB' : '';
    const how = exit.signal ?? `exit code ${exit.code}`;
    return { outcome: 'Failed', error: `goose ended (${how}) without its last record${why}`, facts };
  }

  private readRecord(record: JsonRecord): StreamMark | undefined {
    switch (textAt(record, 'type')) {
      case 'message':
        this.isComplete = false;
        return this.readMessage(at(record, 'message'));
      case 'error':
        this.error = textAt(record, 'error') ?? 'goose gave no reason';
        return undefined;
      case 'complete':
        this.isComplete = true;
        this.facts = { ...this.facts, ...defined({ tokens: tokensIn(record) }) };
        return { kind: 'last' };
      default:
        return undefined;
    }
  }

  private readMessage(message: unknown): StreamMark | undefined {
    const content = at(message, 'content');
    if (!Array.isArray(content)) return undefined;
    const id = textAt(message, 'id');
    const isOfModel = textAt(message, 'role') === 'assistant';
    this.error = isOfModel ? content.map(errorIn).find((said) => said !== undefined) : this.error;
    if (this.error !== undefined) return undefined;
    const text = content
      .map((part) => (textAt(part, 'type') === 'text' ? textAt(part, 'text') : undefined) ?? '')
      .join('');
    if (isOfModel && text !== '') {
      const before = id !== undefined && this.message?.id === id ? this.message.text : '';
      this.message = { id, text: (before + text).slice(0, MOST_TEXT) };
    }
    return { kind: 'work' };
  }
}

/** A failure is a part of type `error`, a notification of goose, or, in earlier versions, the whole text of a message. */
function errorIn(part: unknown): string | undefined {
  switch (textAt(part, 'type')) {
    case 'error':
      return textAt(part, 'message') ?? 'goose gave no reason';
    case 'systemNotification':
      return textAt(part, 'notificationType') === 'creditsExhausted'
        ? `Credits exhausted: ${textAt(part, 'msg')}`
        : undefined;
    case 'text':
      return /^Ran into this error: .*\n\nPlease retry if you think this is a transient/s.test(
        textAt(part, 'text') ?? '',
      )
        ? textAt(part, 'text')
        : undefined;
    default:
      return undefined;
  }
}

/** `Ran into this error: Rate limit exceeded: <sentence>.`, with a line for people behind it. The class is in the words of goose. */
function failure(text: string): Pick<Verdict, 'outcome' | 'error' | 'retryAfterSeconds'> {
  const [first = ''] = text.replace(/^Ran into this error: /, '').split('\n\n');
  const said = first.replace(/\.$/, '').slice(0, MOST_COMPLAINT);
  return { outcome: outcomeOf(said), error: said, ...defined({ retryAfterSeconds: retryAfterIn(said) }) };
}

function outcomeOf(said: string): AgentOutcome {
  if (/^Rate limit exceeded/.test(said)) return 'RateLimited';
  if (/^(Authentication error|Credits exhausted|Context length exceeded)/.test(said)) return 'Refused';
  const [, status] = /^Request failed: [^:]{0,64}\((\d{3})\)/.exec(said) ?? [];
  return outcomeOfStatus(status === undefined ? providerError(said).status : Number(status));
}

/** Earlier versions tell the total alone, which the result cannot have from a stream. */
function tokensIn(record: JsonRecord): AgentFacts['tokens'] {
  const tokens = defined({ input: numberAt(record, 'input_tokens'), output: numberAt(record, 'output_tokens') });
  return Object.keys(tokens).length === 0 ? undefined : tokens;
}
