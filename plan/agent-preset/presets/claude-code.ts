import type { AgentPreset, Permissions } from '../preset.js';
import { outcomeOfStatus, providerError, retryAfterIn, waitReason } from '../provider-error.js';
import { at, defined, type JsonRecord, numberAt, recordIn, sumAt, textAt } from '../records.js';
import type {
  AgentFacts,
  AgentOutcome,
  ProcessExit,
  StreamLine,
  StreamMark,
  StreamReader,
  Verdict,
} from '../stream.js';

/** Claude Code of Anthropic. */
export const claudeCode: AgentPreset = {
  name: 'claude-code',
  title: 'Claude Code',
  documentation: 'https://code.claude.com/docs/en/headless',
  program: 'claude',
  npmPackage: '@anthropic-ai/claude-code',
  npmScript: '@anthropic-ai/claude-code/install.cjs',
  tried: {
    version: '2.1.332',
    how: 'The native program for Linux x64 ran against a stub of the Messages API, in each mode of the stub, with `npm run test:agents`. Its npm package asks for Node.js 22 or later to install it; the program needs none, and here it was installed and run beside Node.js 20.20.',
    wasRun: true,
  },
  credentials: [
    { env: 'ANTHROPIC_API_KEY', description: 'An API key of the Claude Console.' },
    {
      env: 'CLAUDE_CODE_OAUTH_TOKEN',
      description:
        'A token of a Claude subscription, made with `claude setup-token`. It was not tried; the reader knows its records from public sources.',
    },
  ],
  env: {
    DISABLE_AUTOUPDATER: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    // A task is over with the answer of the model: nothing goes on behind it.
    CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: '1',
    // With this, and `--add-dir`, CLAUDE.md is read without the settings beside it.
    CLAUDE_CODE_ADDITIONAL_DIRECTORIES_CLAUDE_MD: '1',
    // Otherwise `permissions: all` does not start as root. A container is a sandbox.
    IS_SANDBOX: '1',
  },
  homeFiles: () => ({}),
  prompt: 'stdin',
  args: ({ model, effort, permissions, maxTurns, maxCostUsd, workspaceDir }) => [
    ...['--print', '--output-format', 'stream-json', '--verbose', '--no-session-persistence'],
    ...['--add-dir', '.', workspaceDir, '--setting-sources', 'user', '--strict-mcp-config', '--disable-slash-commands'],
    ...['--permission-prompts', 'none', '--permission-mode', permissionModes[permissions]],
    ...(model === undefined ? [] : ['--model', model]),
    ...(effort === undefined ? [] : ['--effort', effort]),
    ...(maxTurns === undefined ? [] : ['--max-turns', String(maxTurns)]),
    ...(maxCostUsd === undefined ? [] : ['--max-budget-usd', String(maxCostUsd)]),
  ],
  efforts: ['low', 'medium', 'high', 'xhigh', 'max'],
  permissions: ['read-only', 'edit', 'all'],
  hasMaxTurns: true,
  hasMaxCost: true,
  instructionFiles: ['CLAUDE.md'],
  reports: ['tokens', 'turns', 'model', 'costUsd', 'sessionId', 'summary'],
  notes: [
    'Settings, hooks and MCP servers of the repository are not used, since they can start programs and send the key elsewhere; its CLAUDE.md is read. For a repository that you trust, set `extraArgs: [--setting-sources, "user,project"]`, which reads its settings, and AGENTS.md where there is no CLAUDE.md.',
    'The cost is what the CLI computes from list prices; for a model that it does not know, it is a guess.',
    'After a wrong key it asks ten times in three minutes, and after a 429 as well; the wrapper ends it sooner. If the provider asks for more than a minute, the CLI gives up at once and does not say for how long.',
    'A prompt that begins with a slash is taken for a command of the CLI. Such a task is refused.',
  ],
  stubEnv: (url) => ({ ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: 'stub' }),
  openReader,
};

/** In `dontAsk`, commands that only read run, and all else is denied. */
const permissionModes: Readonly<Record<Permissions, string>> = {
  'read-only': 'dontAsk',
  edit: 'acceptEdits',
  all: 'bypassPermissions',
};

/** Reads `--output-format stream-json --verbose`. */
export function openReader(): StreamReader {
  const seen = new ClaudeStream();
  return { read: (line) => seen.read(line), end: (exit) => seen.end(exit) };
}

/** More of a text is not kept. */
const MOST_TEXT = 4096;
const MOST_COMPLAINT = 512;

class ClaudeStream {
  private facts: AgentFacts = {};
  /** The last record of a turn. A model that speaks behind it has begun another turn. */
  private last: JsonRecord | undefined;
  private complaint: string | undefined;
  /** Of a subscription: the limit that rejects requests now. */
  private limit: string | undefined;
  private isLastCut = false;

  read({ from, text, isCut }: StreamLine): StreamMark | undefined {
    if (from === 'stderr') {
      if (unstartable.test(text)) this.complaint = text.slice(0, MOST_COMPLAINT);
      return undefined;
    }
    this.isLastCut = isCut;
    const record = isCut ? undefined : recordIn(text);
    return record && this.readRecord(record);
  }

  end(exit: ProcessExit): Verdict {
    const { facts } = this;
    if (!this.last) return { ...this.withoutLast(exit), facts };
    const sentence = textAt(this.last, 'result') ?? errorsIn(this.last);
    if (at(this.last, 'is_error') === false && at(this.last, 'subtype') === 'success') {
      // A command of the CLI, such as /help: the model was not asked.
      if (numberAt(this.last, 'num_turns') === 0)
        return { outcome: 'Refused', error: `the prompt is no task for a model: ${sentence ?? ''}`, facts };
      return { outcome: 'Succeeded', facts };
    }
    return { ...failure(this.last, sentence, this.limit), facts };
  }

  private readRecord(record: JsonRecord): StreamMark | undefined {
    // Of a helper that the model has started; its own records say what becomes of it.
    const isOfHelper = textAt(record, 'parent_tool_use_id') !== undefined;
    switch (textAt(record, 'type')) {
      case 'system':
        return this.readSystem(record);
      case 'assistant':
        return isOfHelper ? { kind: 'work' } : this.speak(record);
      case 'user':
        return { kind: 'work' };
      case 'rate_limit_event':
        return this.readLimit(at(record, 'rate_limit_info'));
      case 'result':
        this.last = record;
        this.facts = { ...this.facts, ...factsIn(record) };
        return { kind: 'last' };
      default:
        return undefined;
    }
  }

  private readSystem(record: JsonRecord): StreamMark | undefined {
    const subtype = textAt(record, 'subtype');
    if (subtype === 'init') {
      const started = { sessionId: textAt(record, 'session_id'), model: textAt(record, 'model') };
      this.facts = { ...this.facts, ...defined(started) };
    }
    return subtype === 'api_retry' ? this.wait(record) : undefined;
  }

  /** It comes with a token of a subscription, mostly with status `allowed`. `resetsAt` is in seconds since 1970. */
  private readLimit(info: unknown): StreamMark | undefined {
    this.limit =
      textAt(info, 'status') === 'rejected' && at(info, 'isUsingOverage') !== true ? limitOf(info) : undefined;
    return this.limit === undefined ? undefined : { kind: 'waiting', because: 'RateLimit', said: this.limit };
  }

  /** It names no sentence of the provider, but the kind of failure: `authentication_failed`. */
  private wait(record: JsonRecord): StreamMark {
    const status = numberAt(record, 'error_status');
    const kind = textAt(record, 'error') ?? 'unknown';
    const because = waitReason(status);
    const said = status === undefined ? `no whole answer (${kind})` : `status ${status} (${kind})`;
    const delay = numberAt(record, 'retry_delay_ms') ?? 0;
    const isAsked = because === 'RateLimit' && delay > longestOwnWait(numberAt(record, 'attempt') ?? 1);
    return { kind: 'waiting', because, said, ...(isAsked && { retryAfterSeconds: Math.ceil(delay / 1000) }) };
  }

  /** What the CLI says itself, as if the model had said it, has the model `<synthetic>`. */
  private speak(record: JsonRecord): StreamMark | undefined {
    if (textAt(record, 'message', 'model') === '<synthetic>') return undefined;
    this.last = undefined;
    const content = at(record, 'message', 'content');
    const texts = Array.isArray(content) ? content.flatMap((part) => textAt(part, 'text') ?? []) : [];
    if (texts.length > 0) this.facts = { ...this.facts, summary: texts.join('').slice(0, MOST_TEXT) };
    return { kind: 'work' };
  }

  private withoutLast({ code, signal }: ProcessExit): Pick<Verdict, 'outcome' | 'error'> {
    if (this.complaint !== undefined) return { outcome: 'Refused', error: this.complaint };
    const why = this.isLastCut ? ': a line has more than 1 MiB' : '';
    const how = signal ?? `exit code ${code}`;
    return { outcome: 'Failed', error: `Claude Code ended (${how}) without its last record${why}` };
  }
}

/** Milliseconds. It doubles its waits from half a second to 32, and adds up to a quarter. A longer one is the provider's. */
const longestOwnWait = (attempt: number): number => 1.25 * Math.min(500 * 2 ** (attempt - 1), 32_000);

/** What it says of a start that cannot succeed. */
const unstartable =
  /^error: |cannot be used with root|native binary not installed|^Error: (?!.*\b(?:ECONN|ETIMEDOUT))/i;

/** A date beyond the year 9999 is none. */
function limitOf(info: unknown): string {
  const name = `the limit ${textAt(info, 'rateLimitType') ?? 'of the subscription'}`;
  const resetsAt = numberAt(info, 'resetsAt');
  if (resetsAt === undefined || !(resetsAt > 0 && resetsAt < 253_402_300_800)) return `${name} is reached`;
  return `${name} is reached until ${new Date(resetsAt * 1000).toISOString().replace('.000Z', 'Z')}`;
}

function failure(
  last: JsonRecord,
  sentence = 'Claude Code gave no reason',
  limit: string | undefined,
): Pick<Verdict, 'outcome' | 'error' | 'retryAfterSeconds'> {
  const [, named] = /\bAPI Error: (?:Request rejected \()?(\d{3})\b/.exec(sentence) ?? [];
  const status = numberAt(last, 'api_error_status') ?? (named === undefined ? undefined : Number(named));
  const said = providerError(
    sentence.replace(
      /^(?:Failed to authenticate\. |Please run \/login · )?API Error: (?:Request rejected \(\d{3}\) · |\d{3} )?/,
      '',
    ),
  ).message;
  const error = limit === undefined ? said : `${said} (${limit})`;
  const outcome = status === undefined ? outcomeOfSentence(sentence, limit) : outcomeOfStatus(status);
  return { outcome, error, ...defined({ retryAfterSeconds: retryAfterIn(said) }) };
}

/** Without a status. */
function outcomeOfSentence(sentence: string, limit: string | undefined): AgentOutcome {
  if (/not logged in|run \/login|invalid api key|invalid bearer|oauth.{0,20} token|credit balance/i.test(sentence))
    return 'Refused';
  return limit !== undefined || /hit your .{0,40}limit|limit (?:has been )?reached/i.test(sentence)
    ? 'RateLimited'
    : 'Failed';
}

function errorsIn(last: JsonRecord): string | undefined {
  const errors = at(last, 'errors');
  return Array.isArray(errors) ? errors.filter((one) => typeof one === 'string').join('; ') || undefined : undefined;
}

function factsIn(result: JsonRecord): AgentFacts {
  const usage = at(result, 'usage');
  const tokens = defined({
    input: sumAt(usage, 'input_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens'),
    output: numberAt(usage, 'output_tokens'),
    cached: numberAt(usage, 'cache_read_input_tokens'),
  });
  return defined({
    tokens: Object.keys(tokens).length === 0 ? undefined : tokens,
    turns: numberAt(result, 'num_turns'),
    costUsd: numberAt(result, 'total_cost_usd'),
    sessionId: textAt(result, 'session_id'),
    summary: at(result, 'is_error') === false ? textAt(result, 'result')?.slice(0, MOST_TEXT) : undefined,
  });
}
