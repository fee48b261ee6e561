import type { AgentPreset, AgentSetup, Permissions } from '../preset.js';
import { outcomeOfStatus, providerError } from '../provider-error.js';
import { at, defined, type JsonRecord, numberAt, recordIn, textAt } from '../records.js';
import type { AgentFacts, ProcessExit, StreamLine, StreamMark, StreamReader, Verdict } from '../stream.js';

/** Qwen Code of Alibaba, with any model behind the OpenAI, Anthropic or Gemini API. */
export const qwenCode: AgentPreset = {
  name: 'qwen-code',
  title: 'Qwen Code',
  documentation: 'https://qwenlm.github.io/qwen-code-docs/',
  program: 'qwen',
  npmPackage: '@qwen-code/qwen-code',
  tried: {
    version: '0.24.4',
    how: 'Every run of the tests starts it with Node.js against a stub of the chat completions API. It asks for Node.js 22, and was also run with Node.js 20.',
    wasRun: true,
  },
  credentials: [
    { env: 'OPENAI_API_KEY', description: 'A key of a provider with the OpenAI API; set OPENAI_BASE_URL, too.' },
    { env: 'ANTHROPIC_API_KEY', description: 'A key of Anthropic.' },
    { env: 'GEMINI_API_KEY', description: 'A key of Google AI Studio.' },
  ],
  env: {
    // Otherwise it starts itself once more with a larger heap.
    QWEN_CODE_NO_RELAUNCH: 'true',
    // Otherwise it says nothing while it waits for its provider.
    QWEN_CODE_UNATTENDED_RETRY: '1',
    NO_COLOR: '1',
  },
  homeFiles: () => ({ '.qwen/settings.json': JSON.stringify(settings) }),
  prompt: 'stdin',
  args: (setup) => [
    ...(setup.model === undefined ? [] : ['--model', setup.model]),
    ...['--auth-type', authType(setup), '--output-format', 'stream-json', '--chat-recording', 'false'],
    ...['--approval-mode', approvalModes[setup.permissions], '--include-directories', setup.workspaceDir],
    ...(setup.maxTurns === undefined ? [] : ['--max-session-turns', String(setup.maxTurns)]),
  ],
  efforts: [],
  permissions: ['read-only', 'edit', 'all'],
  hasMaxTurns: true,
  hasMaxCost: false,
  instructionFiles: ['QWEN.md', 'AGENTS.md'],
  reports: ['tokens', 'turns', 'model', 'sessionId', 'summary'],
  notes: [
    'It tells only every 30 seconds that it waits for its provider, so the wrapper ends it up to half a minute later than `rateLimit.waitSeconds` says, and after a minute if the provider does not say how long. Do not set `silenceSeconds` below 120.',
    'It uses ANTHROPIC_API_KEY or GEMINI_API_KEY if the WorkspaceConfig sets that variable, and otherwise OPENAI_API_KEY.',
    'It reads `.qwen/settings.json` of the repository, which can start programs. Use it for repositories that you trust, or with a sandbox.',
  ],
  stubEnv: (url) => ({ OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: 'stub' }),
  openReader,
};

const approvalModes: Readonly<Record<Permissions, string>> = { 'read-only': 'plan', edit: 'auto-edit', all: 'yolo' };

const settings = {
  general: { enableAutoUpdate: false, disableAutoUpdate: true },
  privacy: { usageStatisticsEnabled: false },
  telemetry: { enabled: false },
  context: { fileName: ['QWEN.md', 'AGENTS.md'] },
};

function authType({ variables }: AgentSetup): string {
  if (variables.has('OPENAI_API_KEY')) return 'openai';
  if (variables.has('ANTHROPIC_API_KEY')) return 'anthropic';
  return variables.has('GEMINI_API_KEY') ? 'gemini' : 'openai';
}

/** Reads `--output-format stream-json`, and what it says on stderr about waiting. */
export function openReader(): StreamReader {
  const seen = new QwenStream();
  return { read: (line) => seen.read(line), end: (exit) => seen.end(exit) };
}

class QwenStream {
  private facts: AgentFacts = {};
  private last: JsonRecord | undefined;
  private complaint: string | undefined;

  read({ from, text, isCut }: StreamLine): StreamMark | undefined {
    if (from === 'stderr') return this.readError(text);
    const record = isCut ? undefined : recordIn(text);
    return record && this.readRecord(record);
  }

  end(exit: ProcessExit): Verdict {
    const { facts, last, complaint } = this;
    if (!last) {
      const how = exit.signal ?? `exit code ${exit.code}`;
      return { outcome: 'Failed', error: complaint ?? `Qwen Code ended (${how}) without its last record`, facts };
    }
    if (at(last, 'is_error') === false) return { outcome: 'Succeeded', facts };
    const sentence =
      textAt(last, 'error', 'message') ??
      textAt(last, 'result') ??
      `Qwen Code gave no reason (${textAt(last, 'subtype')})`;
    const { status, message, retryAfterSeconds } = apiError(sentence);
    return { outcome: outcomeOfStatus(status), error: message, ...defined({ retryAfterSeconds }), facts };
  }

  private readRecord(record: JsonRecord): StreamMark | undefined {
    switch (textAt(record, 'type')) {
      case 'system':
        return this.readSystem(record);
      // A failure comes as the text of the model, too; the last record follows it.
      case 'assistant':
        // A turn after a last record: it was not the last.
        this.last = undefined;
        return { kind: 'work' };
      case 'user':
        return { kind: 'work' };
      case 'result':
        this.last = record;
        this.facts = { ...this.facts, ...result(record) };
        return { kind: 'last' };
      default:
        return undefined;
    }
  }

  private readSystem(record: JsonRecord): StreamMark | undefined {
    if (textAt(record, 'subtype') === 'init')
      this.facts = defined({ sessionId: textAt(record, 'session_id'), model: textAt(record, 'model') });
    return undefined;
  }

  /** `[qwen-code] Waiting for API capacity... attempt 1, retry in 90s`; `Retrying in 60s (attempt 1/10): [API Error: 429 ...]`. */
  private readError(line: string): StreamMark | undefined {
    const [, capacity] =
      /^\[qwen-code\] Waiting for API capacity\.\.\. attempt \d+, retry in (\d{1,9})s/.exec(line) ?? [];
    if (capacity !== undefined)
      return {
        kind: 'waiting',
        because: 'RateLimit',
        retryAfterSeconds: Number(capacity),
        ...defined({ said: this.complaint }),
      };
    const [, delay, why] = /^Retrying in (\d{1,9})s \(attempt \d+\/\d+\): (.{1,2000})/.exec(line) ?? [];
    if (delay === undefined || why === undefined) {
      if (unstartable.test(line)) this.complaint = line.slice(0, MOST_COMPLAINT);
      return undefined;
    }
    const { status, message } = apiError(why);
    this.complaint = message.slice(0, MOST_COMPLAINT);
    const because = outcomeOfStatus(status) === 'RateLimited' ? 'RateLimit' : 'ProviderError';
    return { kind: 'waiting', because, retryAfterSeconds: Number(delay), said: this.complaint };
  }
}

const MOST_COMPLAINT = 512;

/** What it says of a start that cannot succeed. */
const unstartable = /\b(API key not found|Missing API key|No auth type|Unknown argument|Invalid auth)/i;

/** `[API Error: 401 The key is unknown.]`, or what `providerError` reads. */
function apiError(sentence: string): ReturnType<typeof providerError> {
  const [, status, message] = /^\[API Error: ([45]\d\d) (.*)\]$/s.exec(sentence) ?? [];
  if (status === undefined || message === undefined) return providerError(sentence);
  return { ...providerError(message), status: Number(status) };
}

function result(record: JsonRecord): AgentFacts {
  const usage = at(record, 'usage');
  const tokens = defined({
    input: numberAt(usage, 'input_tokens'),
    output: numberAt(usage, 'output_tokens'),
    cached: numberAt(usage, 'cache_read_input_tokens'),
  });
  return {
    ...(Object.keys(tokens).length === 0 ? {} : { tokens }),
    ...defined({ turns: numberAt(record, 'num_turns'), summary: textAt(record, 'result')?.slice(0, 4096) }),
  };
}
