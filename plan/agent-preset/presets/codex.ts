import type { AgentPreset, AgentSetup, Permissions } from '../preset.js';
import { outcomeOfStatus, providerError, retryAfterIn, waitReason } from '../provider-error.js';
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

/** Codex of OpenAI. */
export const codex: AgentPreset = {
  name: 'codex',
  title: 'Codex',
  documentation: 'https://developers.openai.com/codex/noninteractive',
  program: 'codex',
  npmPackage: '@openai/codex',
  tried: {
    version: '0.171.0',
    how: 'The program for Linux x64 ran, started by Node.js 20.20, against a stub of the Responses API, in each mode of the stub, with `npm run test:agents`.',
    wasRun: true,
  },
  credentials: [
    {
      env: 'CODEX_API_KEY',
      description:
        'An API key of the OpenAI platform. For another provider of the Responses API, set OPENAI_BASE_URL, too.',
    },
  ],
  env: { NO_COLOR: '1' },
  homeFiles: () => ({}),
  prompt: 'stdin',
  args: (setup) => [
    ...['exec', '--json', '--ephemeral', '--skip-git-repo-check', '--ignore-user-config', '--ignore-rules'],
    ...['--sandbox', sandboxes[setup.permissions], '--add-dir', setup.workspaceDir],
    ...(setup.model === undefined ? [] : ['--model', setup.model]),
    ...configOf(setup).flatMap((line) => ['-c', line]),
  ],
  efforts: ['minimal', 'low', 'medium', 'high', 'xhigh'],
  permissions: ['read-only', 'edit', 'all'],
  hasMaxTurns: false,
  hasMaxCost: false,
  instructionFiles: ['AGENTS.md'],
  reports: ['tokens', 'sessionId', 'summary'],
  notes: [
    'With `permissions` read-only or edit, each command runs in a sandbox without network and without write access to `.git`, so the agent cannot commit or push. The sandbox needs user namespaces. Where a Pod may not create them, no command runs, and the task is refused: use `permissions: all` with a `runtimeClassName`.',
    'OPENAI_BASE_URL is read by the planner and not by the CLI: the variable becomes the address of a provider in the command.',
    'It tells neither which model has answered nor how many turns it took nor what it cost.',
    'After a 429 it waits silently for as long as the provider asks, and does not say how long; the wrapper ends it sooner.',
    'An effort that the model does not know is an error of the provider.',
  ],
  stubEnv: (url) => ({ OPENAI_BASE_URL: url, CODEX_API_KEY: 'stub' }),
  openReader,
};

const sandboxes: Readonly<Record<Permissions, string>> = {
  'read-only': 'read-only',
  edit: 'workspace-write',
  all: 'danger-full-access',
};

/** The container's command has the value of the variable, as Kubernetes fills it in. */
const gateway =
  'model_providers.gateway={name="gateway",base_url="$(OPENAI_BASE_URL)",env_key="CODEX_API_KEY",wire_api="responses"}';

function configOf({ effort, variables }: AgentSetup): readonly string[] {
  return [
    ...['check_for_update_on_startup=false', 'analytics.enabled=false'],
    ...(effort === undefined ? [] : [`model_reasoning_effort="${effort}"`]),
    ...(variables.has('OPENAI_BASE_URL') ? ['model_provider="gateway"', gateway] : []),
  ];
}

/** Reads `codex exec --json`. */
export function openReader(): StreamReader {
  const seen = new CodexStream();
  return { read: (line) => seen.read(line), end: (exit) => seen.end(exit) };
}

/** More of a text is not kept. */
const MOST_TEXT = 4096;
const MOST_COMPLAINT = 512;

class CodexStream {
  private facts: AgentFacts = {};
  /** `turn.completed` or `turn.failed`, unless another turn has begun since. */
  private last: JsonRecord | undefined;
  private complaint: string | undefined;
  /** Why no command runs, unless one has run. */
  private sandboxProblem: string | undefined;
  private hasRun = false;
  private isLastCut = false;

  read({ from, text, isCut }: StreamLine): StreamMark | undefined {
    if (from === 'stderr') {
      if (/^error: /i.test(text)) this.complaint ??= text.slice(0, MOST_COMPLAINT);
      return undefined;
    }
    this.isLastCut = isCut;
    const record = isCut ? undefined : recordIn(text);
    return record && this.readRecord(record);
  }

  end(exit: ProcessExit): Verdict {
    const { facts, last } = this;
    if (!last) return { ...this.withoutLast(exit), facts };
    if (textAt(last, 'type') === 'turn.completed') return { ...this.completed(), facts };
    return { ...failure(textAt(last, 'error', 'message') ?? 'Codex gave no reason'), facts };
  }

  /** A model without commands can only say that it is done. */
  private completed(): Pick<Verdict, 'outcome' | 'error'> {
    const { sandboxProblem, hasRun } = this;
    if (sandboxProblem === undefined || hasRun) return { outcome: 'Succeeded' };
    return { outcome: 'Refused', error: `the sandbox of Codex starts no command here: ${sandboxProblem}` };
  }

  private readRecord(record: JsonRecord): StreamMark | undefined {
    switch (textAt(record, 'type')) {
      case 'thread.started':
        this.facts = { ...this.facts, ...defined({ sessionId: textAt(record, 'thread_id') }) };
        return undefined;
      case 'turn.started':
        this.last = undefined;
        return undefined;
      case 'item.started':
      case 'item.updated':
      case 'item.completed':
        return this.readItem(at(record, 'item'));
      case 'error':
        return this.wait(textAt(record, 'message') ?? '');
      case 'turn.completed':
        this.facts = { ...this.facts, ...defined({ tokens: tokensIn(at(record, 'usage')) }) };
        return this.finish(record);
      case 'turn.failed':
        return this.finish(record);
      default:
        return undefined;
    }
  }

  private finish(record: JsonRecord): StreamMark {
    this.last = record;
    return { kind: 'last' };
  }

  /** An item of type `error` is a warning of the CLI. */
  private readItem(item: unknown): StreamMark | undefined {
    const type = textAt(item, 'type');
    if (type === undefined || type === 'error') return undefined;
    if (type === 'command_execution') this.readCommand(item);
    const text = type === 'agent_message' ? textAt(item, 'text') : undefined;
    if (text !== undefined) this.facts = { ...this.facts, summary: text.slice(0, MOST_TEXT) };
    return { kind: 'work' };
  }

  private readCommand(item: unknown): void {
    if (numberAt(item, 'exit_code') === 0) this.hasRun = true;
    const [problem] = /^bwrap: [^\n]{0,400}/.exec(textAt(item, 'aggregated_output') ?? '') ?? [];
    if (textAt(item, 'status') === 'failed' && problem !== undefined) this.sandboxProblem = problem;
  }

  /** `Reconnecting... 1/5 (<reason>)`; otherwise the reason for which the turn fails. */
  private wait(message: string): StreamMark | undefined {
    const [, reason] = /^Reconnecting\.\.\.[^(]*\((.*)\)$/s.exec(message) ?? [];
    if (reason === undefined) return undefined;
    const { status, error: said, retryAfterSeconds } = reasonIn(reason);
    return {
      kind: 'waiting',
      because: waitReason(status),
      said: said.slice(0, MOST_COMPLAINT),
      ...defined({ retryAfterSeconds }),
    };
  }

  private withoutLast({ code, signal }: ProcessExit): Pick<Verdict, 'outcome' | 'error'> {
    if (this.complaint !== undefined) return { outcome: 'Refused', error: this.complaint };
    const why = this.isLastCut ? ': a line has more than 1 MiB' : '';
    return { outcome: 'Failed', error: `Codex ended (${signal ?? `exit code ${code}`}) without its last record${why}` };
  }
}

function failure(sentence: string): Pick<Verdict, 'outcome' | 'error' | 'retryAfterSeconds'> {
  const { status, error, retryAfterSeconds } = reasonIn(sentence);
  const outcome: AgentOutcome = /^Missing environment variable/.test(error) ? 'Refused' : outcomeOfStatus(status);
  return { outcome, error, ...defined({ retryAfterSeconds }) };
}

interface Reason {
  readonly status?: number;
  readonly error: string;
  readonly retryAfterSeconds?: number;
}

/** What the CLI says of a limit without a status, with what it says of the time. */
const limits = /usage limit|rate limit|quota exceeded|at capacity/i;

/** `unexpected status 401 Unauthorized: <sentence>, url: <address>`; the body of a 400 without a status; or a sentence. */
function reasonIn(text: string): Reason {
  const [, status, sentence] = /^unexpected status (\d{3})[^:]{0,64}: (.*?)(?:, url: \S.*)?$/s.exec(text) ?? [];
  if (status !== undefined && sentence !== undefined)
    return { status: Number(status), error: sentence, ...defined({ retryAfterSeconds: retryAfterIn(sentence) }) };
  const { message, status: named, retryAfterSeconds } = providerError(text);
  const known = named ?? (recordIn(text) ? 400 : limits.test(message) ? 429 : undefined);
  return { error: message, ...defined({ status: known, retryAfterSeconds }) };
}

function tokensIn(usage: unknown): AgentFacts['tokens'] {
  const tokens = defined({
    input: numberAt(usage, 'input_tokens'),
    output: numberAt(usage, 'output_tokens'),
    cached: numberAt(usage, 'cached_input_tokens'),
  });
  return Object.keys(tokens).length === 0 ? undefined : tokens;
}
