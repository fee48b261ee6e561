import type { AgentPreset, AgentSetup, Permissions } from '../preset.js';
import { outcomeOfStatus, retryAfterIn } from '../provider-error.js';
import { at, defined, type JsonRecord, numberAt, recordIn, sumAt, textAt } from '../records.js';
import type {
  AgentFacts,
  AgentOutcome,
  ProcessExit,
  StreamLine,
  StreamMark,
  StreamReader,
  Verdict,
  WaitReason,
} from '../stream.js';

/** OpenCode of Anomaly, with the models of any provider. */
export const opencode: AgentPreset = {
  name: 'opencode',
  title: 'OpenCode',
  documentation: 'https://opencode.ai/docs/cli/',
  program: 'opencode',
  npmPackage: 'opencode-ai',
  npmScript: 'opencode-ai/postinstall.mjs',
  tried: {
    version: '1.18.33',
    how: 'The program for Linux x64 ran against a stub of the chat completions API, in each mode of the stub, with `npm run test:agents`.',
    wasRun: true,
  },
  credentials: [
    { env: 'ANTHROPIC_API_KEY', description: 'A key of Anthropic, for models such as `anthropic/claude-sonnet-4-5`.' },
    {
      env: 'OPENAI_API_KEY',
      description:
        'A key of the OpenAI platform. For another provider of the chat completions API, set OPENAI_BASE_URL, too.',
    },
    { env: 'GOOGLE_GENERATIVE_AI_API_KEY', description: 'A key of Google AI Studio.' },
    { env: 'OPENROUTER_API_KEY', description: 'A key of OpenRouter.' },
    { env: 'OPENCODE_API_KEY', description: 'A key of OpenCode Zen.' },
  ],
  env: {
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    // Its list of models is built in. Without this, each start waits for models.dev.
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    // The settings of a repository can start programs.
    OPENCODE_DISABLE_PROJECT_CONFIG: '1',
    NO_COLOR: '1',
  },
  homeFiles: (setup) => ({
    '.config/opencode/opencode.json': JSON.stringify(settings(setup)),
    // Together, these say that the package for plugins is installed. Otherwise each first start installs it from the registry.
    '.config/opencode/node_modules/.package-lock.json': '{}',
    '.config/opencode/package-lock.json': '{"packages":{"":{"dependencies":{"@opencode-ai/plugin":"*"}}}}',
  }),
  prompt: 'stdin',
  args: (setup) => [
    ...['run', '--format', 'json', '--pure', '--title', 'kubetask'],
    // It says only in its log that it waits for its provider.
    ...['--print-logs', '--log-level', 'ERROR'],
    ...(setup.permissions === 'all' ? ['--auto'] : []),
    ...modelOf(setup),
    ...(setup.effort === undefined ? [] : ['--variant', setup.effort]),
  ],
  efforts: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'],
  permissions: ['read-only', 'edit', 'all'],
  hasMaxTurns: true,
  hasMaxCost: false,
  instructionFiles: ['AGENTS.md'],
  reports: ['tokens', 'turns', 'costUsd', 'sessionId', 'summary'],
  notes: [
    '`model` is `PROVIDER/MODEL`, for example `anthropic/claude-sonnet-4-5`. If the WorkspaceConfig sets OPENAI_BASE_URL, `model` is a name of that provider and is required.',
    '`effort` is a variant of the model. Which variants there are depends on the model; OpenCode ignores one that it does not have.',
    'After `maxTurns` turns, the model gets no more tools and answers with what it has: the task succeeds.',
    'It tells no cost for a model that is not in its list of prices, and never which model has answered.',
    'It tells that it waits for its provider, and not with which HTTP status or for how long. The wrapper takes the words of the provider for a rate limit if they say so; any other wait ends as a failure after `rateLimit.waitSeconds`.',
    'It reads AGENTS.md in the root of the first repository, and no `opencode.json` or `.opencode/` of a repository, since those can start programs.',
    'The image is for x64 alone, and its program needs a processor with AVX2.',
  ],
  stubEnv: (url) => ({ OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: 'stub' }),
  openReader,
};

/** The provider at OPENAI_BASE_URL. */
const GATEWAY = 'gateway';

const hasGateway = ({ variables }: AgentSetup): boolean => variables.has('OPENAI_BASE_URL');

function modelOf(setup: AgentSetup): readonly string[] {
  const { model } = setup;
  if (model === undefined) return [];
  return ['--model', hasGateway(setup) ? `${GATEWAY}/${model}` : model];
}

function settings(setup: AgentSetup): object {
  return {
    autoupdate: false,
    share: 'disabled',
    permission: permissionOf(setup.permissions, setup.workspaceDir),
    instructions: ['{env:KUBETASK_REPOSITORY_DIR}/AGENTS.md'],
    ...(setup.maxTurns !== undefined && { agent: { build: { steps: setup.maxTurns } } }),
    ...(hasGateway(setup) && { provider: { [GATEWAY]: gateway(setup) } }),
  };
}

const gateway = ({ model }: AgentSetup): object => ({
  npm: '@ai-sdk/openai-compatible',
  options: { baseURL: '{env:OPENAI_BASE_URL}', apiKey: '{env:OPENAI_API_KEY}' },
  ...(model !== undefined && { models: { [model]: {} } }),
});

/** Nobody is there to be asked, so what is not allowed is denied. */
function permissionOf(permissions: Permissions, workspaceDir: string): object | string {
  if (permissions === 'all') return 'allow';
  const reading = Object.fromEntries(readers.map((tool) => [tool, 'allow']));
  return {
    '*': 'deny',
    ...reading,
    external_directory: { '*': 'deny', [`${workspaceDir}/**`]: 'allow' },
    ...(permissions === 'edit' && { edit: 'allow' }),
  };
}

const readers = ['read', 'grep', 'glob', 'list', 'lsp', 'skill', 'task', 'todoread', 'todowrite'];

/** Reads `opencode run --format json --print-logs`. */
export function openReader(): StreamReader {
  const seen = new OpenCodeStream();
  return { read: (line) => seen.read(line), end: (exit) => seen.end(exit) };
}

/** More of a text is not kept. */
const MOST_TEXT = 4096;
const MOST_COMPLAINT = 512;

class OpenCodeStream {
  private facts: AgentFacts = {};
  /** `step_finish` of a step that called no tool, or `error`, unless another step has begun since. */
  private last: JsonRecord | undefined;
  private complaint: string | undefined;
  private isLastCut = false;

  read({ from, text, isCut }: StreamLine): StreamMark | undefined {
    if (from === 'stderr') return this.readLog(text);
    this.isLastCut = isCut;
    const record = isCut ? undefined : recordIn(text);
    return record && this.readRecord(record);
  }

  end(exit: ProcessExit): Verdict {
    const { facts, last } = this;
    if (!last) return { ...this.withoutLast(exit), facts };
    return { ...(textAt(last, 'type') === 'error' ? failure(at(last, 'error')) : finished(last)), facts };
  }

  private readRecord(record: JsonRecord): StreamMark | undefined {
    this.facts = { ...this.facts, ...defined({ sessionId: textAt(record, 'sessionID') }) };
    switch (textAt(record, 'type')) {
      case 'step_start':
        this.last = undefined;
        return { kind: 'work' };
      case 'text':
        this.facts = { ...this.facts, ...defined({ summary: textAt(record, 'part', 'text')?.slice(0, MOST_TEXT) }) };
        return { kind: 'work' };
      case 'tool_use':
      case 'reasoning':
        return { kind: 'work' };
      case 'step_finish':
        this.facts = withStep(this.facts, at(record, 'part'));
        return textAt(record, 'part', 'reason') === 'tool-calls' ? { kind: 'work' } : this.finish(record);
      case 'error':
        return this.finish(record);
      default:
        return undefined;
    }
  }

  private finish(record: JsonRecord): StreamMark {
    this.last = record;
    return { kind: 'last' };
  }

  /** `level=ERROR ... message="stream error" ... error.error="AI_APICallError: <sentence>"`; it asks again. */
  private readLog(line: string): StreamMark | undefined {
    const [, quoted] = / message="stream error" .*? error\.error="((?:[^"\\]|\\.){1,4096})"/.exec(line) ?? [];
    if (quoted === undefined) {
      if (/^(Error: |Unexpected error)/.test(line)) this.complaint ??= line.slice(0, MOST_COMPLAINT);
      return undefined;
    }
    const said = quoted
      .replace(/\\(.)/g, '$1')
      .replace(/^\w+: /, '')
      .slice(0, MOST_COMPLAINT);
    return { kind: 'waiting', because: reasonOf(said), said, ...defined({ retryAfterSeconds: retryAfterIn(said) }) };
  }

  private withoutLast({ code, signal }: ProcessExit): Pick<Verdict, 'outcome' | 'error'> {
    if (this.complaint !== undefined) return { outcome: 'Refused', error: this.complaint };
    const why = this.isLastCut ? ': a line has more than 1 MiB' : '';
    return {
      outcome: 'Failed',
      error: `OpenCode ended (${signal ?? `exit code ${code}`}) without its last record${why}`,
    };
  }
}

/** The log has no status. */
function reasonOf(said: string): WaitReason {
  if (/rate.?limit|too many requests|overloaded|quota|capacity|\b(429|503|529)\b/i.test(said)) return 'RateLimit';
  return /model\b.{0,80}(not found|not exist|unknown)|no such model|unknown model|api key/i.test(said)
    ? 'Refused'
    : 'ProviderError';
}

/** With reason `stop`; the answer of any other step is not whole. */
function finished(step: JsonRecord): Pick<Verdict, 'outcome' | 'error'> {
  const reason = textAt(step, 'part', 'reason');
  if (reason === 'stop') return { outcome: 'Succeeded' };
  return { outcome: 'Failed', error: `the answer of the model ended early (${reason ?? 'no reason'})` };
}

/** What cannot go better at the next try, by the name of the error. */
const refused = ['ProviderAuthError', 'ProviderModelNotFoundError', 'ProviderInitError', 'ContextOverflowError'];

function failure(error: unknown): Pick<Verdict, 'outcome' | 'error' | 'retryAfterSeconds'> {
  const name = textAt(error, 'name');
  const said = textAt(error, 'data', 'message') ?? name ?? 'OpenCode gave no reason';
  const status = numberAt(error, 'data', 'statusCode');
  const after = textAt(error, 'data', 'responseHeaders', 'retry-after') ?? '';
  const outcome: AgentOutcome =
    refused.includes(name ?? '') || /^Model not found: /.test(said) ? 'Refused' : outcomeOfStatus(status);
  return {
    outcome,
    error: said,
    ...defined({ retryAfterSeconds: /^\d{1,9}$/.test(after) ? Number(after) : retryAfterIn(said) }),
  };
}

/** Each step has its own numbers. OpenCode counts cached tokens beside those of the prompt, and thoughts beside the answer. */
function withStep(facts: AgentFacts, part: unknown): AgentFacts {
  const tokens = at(part, 'tokens');
  const cached = numberAt(tokens, 'cache', 'read');
  const all = { ...(tokens as object), read: cached, write: numberAt(tokens, 'cache', 'write') };
  const cost = added(facts.costUsd, numberAt(part, 'cost'));
  return {
    ...facts,
    turns: (facts.turns ?? 0) + 1,
    // An unknown price is 0.
    ...(cost !== undefined && cost !== 0 && { costUsd: cost }),
    ...(tokens !== undefined && {
      tokens: defined({
        input: added(facts.tokens?.input, sumAt(all, 'input', 'read', 'write')),
        output: added(facts.tokens?.output, sumAt(all, 'output', 'reasoning')),
        cached: added(facts.tokens?.cached, cached),
      }),
    }),
  };
}

const added = (sum: number | undefined, number: number | undefined): number | undefined =>
  sum === undefined ? number : sum + (number ?? 0);
