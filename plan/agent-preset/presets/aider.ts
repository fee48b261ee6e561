import type { AgentPreset, Permissions } from '../preset.js';
import { retryAfterIn } from '../provider-error.js';
import { defined } from '../records.js';
import type {
  AgentFacts,
  AgentOutcome,
  AgentTokens,
  ProcessExit,
  StreamLine,
  StreamMark,
  StreamReader,
  Verdict,
  WaitReason,
} from '../stream.js';

/** Aider, with the models of any provider. */
export const aider: AgentPreset = {
  name: 'aider',
  title: 'Aider',
  documentation: 'https://aider.chat/docs/scripting.html',
  program: 'aider',
  tried: {
    version: '0.86.2',
    how: 'It was not run: neither npm nor Debian has it. The arguments are from its documentation, and the tests read lines that were written by hand from its public source.',
    wasRun: false,
  },
  credentials: [
    { env: 'ANTHROPIC_API_KEY', description: 'A key of Anthropic.' },
    {
      env: 'OPENAI_API_KEY',
      description: 'A key of the OpenAI platform. For another provider, set OPENAI_API_BASE, too.',
    },
    { env: 'GEMINI_API_KEY', description: 'A key of Google AI Studio.' },
    { env: 'OPENROUTER_API_KEY', description: 'A key of OpenRouter.' },
  ],
  env: {
    // It breaks its lines at the width of the terminal.
    COLUMNS: '4000',
    NO_COLOR: '1',
  },
  homeFiles: () => ({}),
  prompt: 'argument',
  args: (setup) => [
    ...[
      '--message={prompt}',
      '--yes-always',
      '--no-pretty',
      '--no-stream',
      '--no-fancy-input',
      '--no-show-model-warnings',
    ],
    ...['--no-check-update', '--no-show-release-notes', '--no-analytics', '--no-detect-urls', '--disable-playwright'],
    ...['--no-auto-commits', '--no-dirty-commits', '--no-gitignore', '--no-suggest-shell-commands'],
    ...['--chat-history-file=/dev/null', '--input-history-file=/dev/null'],
    ...chatMode[setup.permissions],
    ...(setup.model === undefined ? [] : ['--model', setup.model]),
    ...(setup.effort === undefined ? [] : ['--reasoning-effort', setup.effort]),
  ],
  efforts: ['low', 'medium', 'high'],
  permissions: ['read-only', 'edit'],
  hasMaxTurns: false,
  hasMaxCost: false,
  instructionFiles: [],
  reports: ['tokens', 'turns', 'model', 'costUsd'],
  notes: [
    'It has no output for machines: the wrapper decides by its lines of text. A model that writes such a line itself can mislead it.',
    'It edits files and runs no commands, so it neither commits nor pushes, and `permissions: all` is an error.',
    'It rounds its numbers: tokens to hundreds or thousands, the cost to cents. It knows the price of many models.',
    'It reads `.aider.conf.yml` of the repository, which can set its options. Use it for repositories that you trust. Name files of instructions there, with `read`.',
    'It keeps its map of the repository in `.aider.tags.cache.v4` in the repository. Do not commit it.',
    'The image installs Aider with pip, which pins the version of Aider and not those of the packages that it brings.',
  ],
  stubEnv: (url) => ({ OPENAI_API_BASE: `${url}/v1`, OPENAI_API_KEY: 'stub' }),
  openReader,
};

const chatMode: Readonly<Record<Permissions, readonly string[]>> = {
  'read-only': ['--chat-mode', 'ask'],
  edit: [],
  all: [],
};

/** Reads the lines of `aider --no-pretty --no-stream`. */
export function openReader(): StreamReader {
  const seen = new AiderLines();
  return { read: (line) => seen.read(line), end: (exit) => seen.end(exit) };
}

const MOST_COMPLAINT = 512;

interface Failure {
  readonly outcome: AgentOutcome;
  readonly error: string;
}

class AiderLines {
  private facts: AgentFacts = {};
  /** The last line that says how a turn has ended. */
  private last: 'done' | Failure | undefined;

  read({ text }: StreamLine): StreamMark | undefined {
    const [, name, said] = /^litellm\.(?:[\w.]+\.)?(\w+): (.*)$/s.exec(text) ?? [];
    if (name !== undefined && said !== undefined) {
      this.last = { outcome: outcomeOf(name), error: sentence(said) };
      return undefined;
    }
    if (/^Retrying in \d+(\.\d+)? seconds\.\.\.$/.test(text)) return this.wait();
    if (hopeless.test(text)) this.last = { outcome: 'Failed', error: text.slice(0, MOST_COMPLAINT) };
    if (/^(usage: aider|aider: error: )/.test(text)) this.last = { outcome: 'Refused', error: sentence(text) };
    return this.readReport(text);
  }

  end({ code, signal }: ProcessExit): Verdict {
    const { facts, last } = this;
    if (last === 'done') return { outcome: 'Succeeded', facts };
    if (last) return { ...last, ...defined({ retryAfterSeconds: retryAfterIn(last.error) }), facts };
    const error = `Aider ended (${signal ?? `exit code ${code}`}) without a report of its tokens`;
    return { outcome: 'Failed', error, facts };
  }

  private wait(): StreamMark | undefined {
    const { last } = this;
    if (last === undefined || last === 'done') return { kind: 'waiting', because: 'ProviderError' };
    const because: WaitReason = last.outcome === 'RateLimited' ? 'RateLimit' : 'ProviderError';
    return { kind: 'waiting', because, said: last.error, ...defined({ retryAfterSeconds: retryAfterIn(last.error) }) };
  }

  /** `Tokens: 1.2k sent, 300 cache hit, 30 received. Cost: $0.01 message, $0.02 session.` */
  private readReport(text: string): StreamMark | undefined {
    const [, model] = /^(?:Main model|Model): (\S+) with \S+ edit format/.exec(text) ?? [];
    if (model !== undefined) this.facts = { ...this.facts, model };
    const [, cost] = /(?:^|\. )Cost: \$\d+\.\d+ message, \$(\d{1,9}\.\d{1,12}) session\.$/.exec(text) ?? [];
    if (cost !== undefined) this.facts = { ...this.facts, costUsd: Number(cost) };
    const [, sent, hit, received] =
      /^Tokens: ([\d.,]+[kM]?) sent(?:, [\d.,]+[kM]? cache write)?(?:, ([\d.,]+[kM]?) cache hit)?, ([\d.,]+[kM]?) received\./.exec(
        text,
      ) ?? [];
    if (sent === undefined || received === undefined) return undefined;
    this.last = 'done';
    const { tokens, turns = 0 } = this.facts;
    this.facts = { ...this.facts, turns: turns + 1, tokens: sumOf(tokens, tokensOf(sent, received, hit)) };
    return { kind: 'work' };
  }
}

/** A turn that ended with this has changed nothing, whatever it has cost. */
const hopeless =
  /^(Only \d+ reflections allowed, stopping\.|Empty response received from LLM\.|Model \S+ has hit a token limit!|Unable to )/;

/** By the names of LiteLLM's errors. */
function outcomeOf(name: string): AgentOutcome {
  if (/^(RateLimitError|RouterRateLimitError|ServiceUnavailableError)$/.test(name)) return 'RateLimited';
  return /^(Authentication|PermissionDenied|NotFound|BadRequest|UnprocessableEntity|ContextWindowExceeded)/.test(name)
    ? 'Refused'
    : 'Failed';
}

/** `AuthenticationError: OpenAIException - <sentence>` */
const sentence = (said: string): string =>
  said.replace(/^(?:\w+Error: )?(?:\w+Exception - )?/, '').slice(0, MOST_COMPLAINT);

const tokensOf = (sent: string, received: string, hit: string | undefined): AgentTokens => ({
  input: numberOf(sent),
  output: numberOf(received),
  ...(hit !== undefined && { cached: numberOf(hit) }),
});

function sumOf(before: AgentTokens = {}, now: AgentTokens): AgentTokens {
  const added = (name: keyof AgentTokens) =>
    before[name] === undefined && now[name] === undefined ? undefined : (before[name] ?? 0) + (now[name] ?? 0);
  return defined({ input: added('input'), output: added('output'), cached: added('cached') });
}

/** `1.2k` is 1200. */
function numberOf(text: string): number {
  const factor = text.endsWith('k') ? 1000 : text.endsWith('M') ? 1_000_000 : 1;
  return Math.round(Number(text.replace(/[,kM]/g, '')) * factor);
}
