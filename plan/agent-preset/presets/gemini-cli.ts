import type { AgentPreset, AgentSetup, Permissions } from '../preset.js';
import { outcomeOfStatus, providerError, retryAfterIn } from '../provider-error.js';
import { at, defined, type JsonRecord, numberAt, recordIn, textAt } from '../records.js';
import type { AgentFacts, ProcessExit, StreamLine, StreamMark, StreamReader, Verdict } from '../stream.js';

/** Gemini CLI of Google. */
export const geminiCli: AgentPreset = {
  name: 'gemini-cli',
  title: 'Gemini CLI',
  documentation: 'https://geminicli.com/docs/',
  program: 'gemini',
  npmPackage: '@google/gemini-cli',
  tried: {
    version: '0.61.0',
    how: 'Every run of the tests starts it with Node.js against a stub of the Gemini API.',
    wasRun: true,
  },
  credentials: [
    { env: 'GEMINI_API_KEY', description: 'An API key of Google AI Studio.' },
    { env: 'GOOGLE_API_KEY', description: 'An API key of Vertex AI; set GOOGLE_GENAI_USE_VERTEXAI to true, too.' },
  ],
  // Otherwise it starts itself once more with a larger heap.
  env: { GEMINI_CLI_NO_RELAUNCH: 'true', NO_COLOR: '1' },
  homeFiles: (setup) => ({ '.gemini/settings.json': JSON.stringify(settings(setup)) }),
  prompt: 'stdin',
  args: ({ model, permissions, workspaceDir }) => [
    ...(model === undefined ? [] : ['--model', model]),
    ...['--output-format', 'stream-json', '--skip-trust', '--approval-mode', approvalModes[permissions]],
    ...['--include-directories', workspaceDir],
  ],
  efforts: [],
  permissions: ['read-only', 'edit', 'all'],
  hasMaxTurns: true,
  hasMaxCost: false,
  instructionFiles: ['GEMINI.md', 'AGENTS.md'],
  reports: ['tokens', 'turns', 'model', 'sessionId', 'summary'],
  notes: [
    'Its shell tool clears the credential helpers of git, so it cannot push with a token of `gitTokens`. The [quick start](../quick-start/gemini-cli.md) shows a push with a header.',
    'Without `model`, the CLI asks a small model first which model to use.',
    'It exits with the HTTP status of its provider modulo 256, and waits for minutes after a 429; the wrapper ends it sooner.',
    'It reads `.gemini/settings.json` of the repository, which can start programs. Use it for repositories that you trust, or with a sandbox.',
  ],
  stubEnv: (url) => ({ GOOGLE_GEMINI_BASE_URL: url, GEMINI_API_KEY: 'stub' }),
  openReader,
};

const approvalModes: Readonly<Record<Permissions, string>> = { 'read-only': 'plan', edit: 'auto_edit', all: 'yolo' };

function settings({ maxTurns, variables }: AgentSetup): object {
  return {
    general: { enableAutoUpdate: false, enableAutoUpdateNotification: false },
    privacy: { usageStatisticsEnabled: false },
    telemetry: { enabled: false },
    context: { fileName: ['GEMINI.md', 'AGENTS.md'] },
    ...(maxTurns === undefined ? {} : { model: { maxSessionTurns: maxTurns } }),
    // With a base URL of its own, it knows no way to use the key unless it is said.
    ...(variables.has('GOOGLE_GEMINI_BASE_URL') ? { security: { auth: { selectedType: 'gemini-api-key' } } } : {}),
  };
}

/** Reads `--output-format stream-json`. Failures that the CLI tries again are on stderr alone. */
export function openReader(): StreamReader {
  const seen = new GeminiStream();
  return { read: (line) => seen.read(line), end: (exit) => seen.end(exit) };
}

/** The CLI writes text in pieces; more than this of the last text is not kept. */
const MOST_SUMMARY = 4096;

class GeminiStream {
  private facts: AgentFacts = {};
  private turns = 0;
  /** Whether the model is speaking: a text comes in pieces, and one turn may call several tools. */
  private isInTurn = false;
  private summary = '';
  private last: JsonRecord | undefined;
  private complaint: string | undefined;
  /** What the last record does not say: that there is no such model. */
  private hasNoModel = false;

  read({ from, text, isCut }: StreamLine): StreamMark | undefined {
    if (from === 'stderr') return this.readError(text);
    const record = isCut ? undefined : recordIn(text);
    return record && this.readRecord(record);
  }

  end(exit: ProcessExit): Verdict {
    const { turns, summary } = this;
    const facts = { ...this.facts, ...(turns > 0 && { turns }), ...(summary !== '' && { summary }) };
    if (!this.last) return { ...this.withoutLast(exit), facts };
    if (textAt(this.last, 'status') === 'success') return { outcome: 'Succeeded', facts };
    const sentence = textAt(this.last, 'error', 'message') ?? 'Gemini CLI gave no reason';
    const { status = this.hasNoModel ? 404 : statusOfExit(exit), message, retryAfterSeconds } = providerError(sentence);
    return { outcome: outcomeOfStatus(status), error: message, ...defined({ retryAfterSeconds }), facts };
  }

  private readRecord(record: JsonRecord): StreamMark | undefined {
    switch (textAt(record, 'type')) {
      case 'init':
        this.facts = defined({ sessionId: textAt(record, 'session_id'), model: textAt(record, 'model') });
        return undefined;
      case 'message':
        return textAt(record, 'role') === 'assistant' ? this.speak(textAt(record, 'content') ?? '') : undefined;
      case 'tool_use':
        return this.speak('');
      case 'tool_result':
        this.isInTurn = false;
        return { kind: 'work' };
      case 'result':
        this.last = record;
        this.facts = { ...this.facts, ...stats(record) };
        return { kind: 'last' };
      default:
        return undefined;
    }
  }

  private speak(text: string): StreamMark {
    // A turn after a last record: it was not the last.
    this.last = undefined;
    if (!this.isInTurn) {
      this.turns += 1;
      this.summary = '';
    }
    this.isInTurn = true;
    this.summary = `${this.summary}${text}`.slice(0, MOST_SUMMARY);
    return { kind: 'work' };
  }

  /** `Attempt 1 failed with status 429. Retrying with backoff...`, or `Attempt 1 failed: <reason>` and a line with the time. */
  private readError(line: string): StreamMark | undefined {
    if (line.startsWith('Suggested retry after')) {
      return {
        kind: 'waiting',
        because: 'RateLimit',
        ...defined({ retryAfterSeconds: retryAfterIn(line), said: this.complaint }),
      };
    }
    if (/^Error when talking to Gemini API\b.*\bModelNotFoundError:/.test(line)) this.hasNoModel = true;
    const [begin, status] = /^Attempt \d+ failed(?: with status (\d{3}))?/.exec(line) ?? [];
    if (begin === undefined) {
      if (unstartable.test(line)) this.complaint = line.slice(0, MOST_COMPLAINT);
      return undefined;
    }
    this.complaint = providerError(line)
      .message.replace(/^Attempt \d+ failed: /, '')
      .slice(0, MOST_COMPLAINT);
    const isLimit = status === undefined || outcomeOfStatus(Number(status)) === 'RateLimited';
    return { kind: 'waiting', because: isLimit ? 'RateLimit' : 'ProviderError', said: this.complaint };
  }

  /** 41: authentication; 42: input; 52: configuration. Source: https://geminicli.com/docs/cli/headless/ */
  private withoutLast({ code, signal }: ProcessExit): Pick<Verdict, 'outcome' | 'error'> {
    const outcome = code === 41 || code === 42 || code === 52 ? 'Refused' : 'Failed';
    const how = signal ?? `exit code ${code}`;
    return { outcome, error: this.complaint ?? `Gemini CLI ended (${how}) without its last record` };
  }
}

/** It exits with the HTTP status, of which 8 bits arrive; not every sentence names the status. */
const statusOfExit = ({ code }: ProcessExit): number | undefined =>
  [400, 401, 403, 404, 429, 500, 503].find((status) => status % 256 === code);

const MOST_COMPLAINT = 512;

/** What it says of a start that cannot succeed. */
const unstartable = /\b(must specify|not running in a trusted|Invalid auth|Unknown argument|Please set)/i;

function stats(record: JsonRecord): AgentFacts {
  const counted = at(record, 'stats');
  const tokens = defined({
    input: numberAt(counted, 'input_tokens'),
    output: numberAt(counted, 'output_tokens'),
    cached: numberAt(counted, 'cached'),
  });
  return Object.keys(tokens).length === 0 ? {} : { tokens };
}
