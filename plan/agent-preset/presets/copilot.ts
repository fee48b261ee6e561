import type { AgentPreset, Permissions } from '../preset.js';
import { outcomeOfStatus, providerError, retryAfterIn, waitReason } from '../provider-error.js';
import { at, defined, type JsonRecord, numberAt, recordIn, textAt } from '../records.js';
import type { AgentFacts, ProcessExit, StreamLine, StreamMark, StreamReader, Verdict } from '../stream.js';

/** Copilot CLI of GitHub. */
export const copilot: AgentPreset = {
  name: 'copilot',
  title: 'Copilot CLI',
  documentation: 'https://docs.github.com/copilot/how-tos/copilot-cli',
  program: 'copilot',
  npmPackage: '@github/copilot',
  tried: {
    version: '1.0.102',
    how: 'The program for Linux x64 ran against a stub of the chat completions API as its own model, in each mode of the stub, with `npm run test:agents`. It was not run with a token of GitHub.',
    wasRun: true,
  },
  credentials: [
    {
      env: 'COPILOT_GITHUB_TOKEN',
      description: 'A fine-grained personal access token of GitHub with the permission "Copilot Requests".',
    },
    {
      env: 'COPILOT_PROVIDER_API_KEY',
      description: 'A key of another provider; set COPILOT_PROVIDER_BASE_URL and `model`, too.',
    },
  ],
  env: { COPILOT_AUTO_UPDATE: 'false', NO_COLOR: '1' },
  homeFiles: () => ({}),
  prompt: 'stdin',
  args: (setup) => [
    ...['--output-format', 'json', '--no-ask-user', '--no-auto-update'],
    ...['--disable-client-telemetry', '--disable-builtin-mcps', '--no-remote', '--no-remote-export'],
    ...['--add-dir', setup.workspaceDir, ...permissionArgs[setup.permissions]],
    ...(setup.model === undefined ? [] : ['--model', setup.model]),
    ...(setup.effort === undefined ? [] : ['--reasoning-effort', setup.effort]),
  ],
  efforts: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'],
  permissions: ['read-only', 'edit', 'all'],
  hasMaxTurns: false,
  hasMaxCost: false,
  instructionFiles: ['AGENTS.md', '.github/copilot-instructions.md'],
  reports: ['turns', 'model', 'sessionId', 'summary'],
  notes: [
    'It tells neither tokens nor a cost in dollars. GitHub counts AI credits; `extraArgs: ["--max-ai-credits", "NUMBER"]` limits them.',
    'For a model of your own, set COPILOT_PROVIDER_BASE_URL, and COPILOT_PROVIDER_TYPE (`openai`, `azure` or `anthropic`) if it does not speak the API of OpenAI. `model` is required then. COPILOT_OFFLINE=true keeps the CLI from talking to GitHub.',
    'The program unpacks itself: each Pod needs about 240 MB in `$HOME`, and some seconds.',
    'It takes the credential out of the environment of the commands that it runs, and masks its value in all that it prints.',
    'It loads no hooks, plugins or MCP servers of a repository, since those can start programs. Add `--trust-folder` to `extraArgs` for repositories that you trust.',
  ],
  stubEnv: (url) => ({
    COPILOT_PROVIDER_BASE_URL: `${url}/v1`,
    COPILOT_PROVIDER_API_KEY: 'no-key',
    COPILOT_OFFLINE: 'true',
  }),
  openReader,
};

/** Whatever is not allowed is denied, since nobody can be asked. Reading needs no permission. */
const permissionArgs: Readonly<Record<Permissions, readonly string[]>> = {
  'read-only': [],
  edit: ['--allow-tool=write'],
  all: ['--allow-all'],
};

/** Reads `--output-format json`. */
export function openReader(): StreamReader {
  const seen = new CopilotStream();
  return { read: (line) => seen.read(line), end: (exit) => seen.end(exit) };
}

/** More of a text is not kept. */
const MOST_TEXT = 4096;
const MOST_COMPLAINT = 512;

class CopilotStream {
  private facts: AgentFacts = {};
  private last: JsonRecord | undefined;
  /** `session.error` of this turn. */
  private error: JsonRecord | undefined;
  /** The model has said something and called no tool, and no call has failed since. A CLI that is ended says that all went well. */
  private isAnswered = false;
  private complaint: string | undefined;
  private isLastCut = false;

  read({ from, text, isCut }: StreamLine): StreamMark | undefined {
    if (from === 'stderr') {
      if (unstartable.test(text)) this.complaint ??= text.slice(0, MOST_COMPLAINT);
      return undefined;
    }
    this.isLastCut = isCut;
    const record = isCut ? undefined : recordIn(text);
    return record && this.readRecord(record);
  }

  end(exit: ProcessExit): Verdict {
    const { facts, last, error } = this;
    if (!last) return { ...this.withoutLast(exit), facts };
    if (error) return { ...failure(error), facts };
    const code = numberAt(last, 'exitCode');
    if (code !== 0) return { outcome: 'Failed', error: `Copilot CLI gave no reason (exit code ${code})`, facts };
    if (this.isAnswered) return { outcome: 'Succeeded', facts };
    return { outcome: 'Failed', error: 'Copilot CLI ended before the model had answered', facts };
  }

  private readRecord(record: JsonRecord): StreamMark | undefined {
    switch (textAt(record, 'type')) {
      case 'assistant.message':
        return this.readMessage(at(record, 'data'));
      case 'assistant.turn_start':
        this.last = undefined;
        this.isAnswered = false;
        return undefined;
      case 'assistant.message_delta':
      case 'assistant.reasoning_delta':
      case 'assistant.tool_call_delta':
      case 'tool.execution_start':
      case 'tool.execution_complete':
        return { kind: 'work' };
      case 'model.call_failure':
        this.isAnswered = false;
        return wait(at(record, 'data'));
      case 'session.error':
        this.error = record;
        return undefined;
      case 'result':
        this.facts = { ...this.facts, ...defined({ sessionId: textAt(record, 'sessionId') }) };
        this.last = record;
        return { kind: 'last' };
      default:
        return undefined;
    }
  }

  private readMessage(data: unknown): StreamMark {
    const calls = at(data, 'toolRequests');
    this.error = undefined;
    this.isAnswered = !Array.isArray(calls) || calls.length === 0;
    this.facts = {
      ...this.facts,
      turns: (this.facts.turns ?? 0) + 1,
      ...defined({ model: textAt(data, 'model'), summary: textAt(data, 'content')?.slice(0, MOST_TEXT) }),
    };
    return { kind: 'work' };
  }

  private withoutLast({ code, signal }: ProcessExit): Pick<Verdict, 'outcome' | 'error'> {
    if (this.complaint !== undefined) return { outcome: 'Refused', error: this.complaint };
    if (this.error) return failure(this.error);
    const why = this.isLastCut ? ': a line has more than 1 MiB' : '';
    return {
      outcome: 'Failed',
      error: `Copilot CLI ended (${signal ?? `exit code ${code}`}) without its last record${why}`,
    };
  }
}

/** What it says of a start that cannot succeed. */
const unstartable = /^(error: |Error: No authentication information|BYOK providers require )/;

/** It asks again, or gives up with a `session.error`. The message is a JSON text: the provider's answer, or a sentence in quotes. */
function wait(failed: unknown): StreamMark {
  const answer = textAt(failed, 'errorMessage') ?? '';
  const said = providerError(answer.replace(/^"(.*)"$/s, '$1')).message.slice(0, MOST_COMPLAINT);
  return {
    kind: 'waiting',
    because: waitReason(numberAt(failed, 'statusCode')),
    said,
    ...defined({ retryAfterSeconds: retryAfterIn(said) }),
  };
}

/** `Failed to get response from the AI model; retried 5 times (...) Last error: 429 <sentence>`, or a sentence of several lines. */
function failure(record: JsonRecord): Pick<Verdict, 'outcome' | 'error' | 'retryAfterSeconds'> {
  const data = at(record, 'data');
  const said = (textAt(data, 'message') ?? 'Copilot CLI gave no reason').replace(/\s*\n\s*/g, ' ');
  const status = numberAt(data, 'statusCode');
  const isLimit = textAt(data, 'errorType') === 'rate_limit' || textAt(data, 'errorType') === 'quota';
  const [, sentence = said] = / Last error: (?:\d{3} )?(.+)$/.exec(said) ?? [];
  return {
    outcome: isLimit ? 'RateLimited' : outcomeOfStatus(status),
    error: sentence,
    ...defined({ retryAfterSeconds: retryAfterIn(sentence) }),
  };
}
