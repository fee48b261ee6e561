import { readFileSync, statSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import type { ProcessExit, StreamReader } from '../plan/agent-preset/stream.js';
import { PROMPT_PLACEHOLDER, type WrapperOptions } from '../plan/agent-preset/wrapper-options.js';
import { type CliProcess, type Patience, startCli } from './cli-process.js';
import { type Conclusion, conclude } from './conclusion.js';
import { writeHomeFiles } from './home-files.js';
import { LineSplitter } from './lines.js';
import { Masker } from './mask.js';
import { Output } from './output.js';
import { readPrompt } from './prompt.js';
import { resultText } from './result.js';
import { readOwnResult, writeResult } from './result-file.js';
import { SafeReader } from './safe-reader.js';
import { secretForms } from './secret-forms.js';
import {
  afterKill,
  afterMark,
  afterOutput,
  afterStop,
  nextStep,
  type StopReason,
  started,
  type Watched,
} from './watch.js';

/** What the wrapper has of the world. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Seconds of a clock that nobody sets. */
  now(): number;
  /** @default 2 seconds, and 20 if nobody takes the output */
  readonly patience?: Patience;
  /** Calls when the container is being stopped. */
  onTerminate(listener: () => void): void;
}

/** Runs the CLI to its end and writes the result. @returns the exit code; never rejects */
export async function runAgent(options: WrapperOptions, reader: StreamReader, around: Surroundings): Promise<number> {
  const begin = around.now();
  const masker = new Masker(secretsOf(options, around).flatMap(secretForms));
  const refuse = (error: unknown, exitCode = 42): number => {
    const sentence = masker.text((error as Error).message);
    around.stderr.write(`kubetask: ${sentence}\n`);
    report({ exitCode, error: sentence }, {}, 0, masker, around);
    return exitCode;
  };
  let run: AgentRun;
  try {
    run = new AgentRun(options, new SafeReader(reader), around);
  } catch (error) {
    return refuse(error);
  }
  try {
    const { conclusion, facts } = await run.ended();
    if (conclusion.error !== undefined) around.stderr.write(`kubetask: ${masker.text(conclusion.error)}\n`);
    report(conclusion, facts, around.now() - begin, masker, around);
    return conclusion.exitCode;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'the image has no such program' : (code ?? message);
    const sentence = new Error(`Cannot start ${options.command[0]}: ${why}`, { cause: error });
    return refuse(sentence, passing.has(code ?? '') ? 1 : 42);
  }
}

/** What is the node's fault rather than the input's. */
const passing: ReadonlySet<string> = new Set(['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE']);

type Ended = { readonly conclusion: Conclusion; readonly facts: Parameters<typeof resultText>[1] };

/** One run of the CLI: its stream passes through, and the clock is looked at. */
class AgentRun {
  private watched: Watched;
  private timer: NodeJS.Timeout | undefined;
  private readonly cli: CliProcess;
  private readonly outputs: Readonly<Record<'stdout' | 'stderr', Output>>;

  constructor(
    private readonly options: WrapperOptions,
    private readonly reader: StreamReader,
    private readonly around: Surroundings,
  ) {
    const { env, directory } = around;
    const prompt =
      options.promptFile === undefined
        ? undefined
        : readPrompt(options.promptFile, options.promptBy, env['WORKSPACE_DIR']);
    for (const problem of writeHomeFiles(env['HOME'] ?? directory, options.homeFiles))
      around.stderr.write(`kubetask: ${problem}\n`);
    const secrets = secretsOf(options, around).flatMap(secretForms);
    this.outputs = { stdout: this.output('stdout', secrets), stderr: this.output('stderr', secrets) };
    this.watched = started(around.now());
    // First: a signal in between would end the wrapper alone.
    around.onTerminate(() => this.stop('Terminated'));
    this.cli = startCli({
      command: commandWith(options, prompt),
      directory: workingDirectory(env['KUBETASK_REPOSITORY_DIR'], directory),
      input: options.promptBy === 'stdin' ? prompt : undefined,
      patience: around.patience ?? { openSeconds: 2, stalledSeconds: 20 },
      onOutput: (from, chunk, source) => this.take(from, chunk, source),
    });
    this.look();
  }

  async ended(): Promise<Ended> {
    let exit: ProcessExit;
    try {
      exit = await this.cli.ended;
    } finally {
      clearTimeout(this.timer);
    }
    for (const output of Object.values(this.outputs)) output.end();
    const { facts, ...verdict } = this.reader.end(exit);
    return { conclusion: conclude({ ...verdict, facts }, this.watched, this.options), facts };
  }

  private output(from: 'stdout' | 'stderr', secrets: readonly string[]): Output {
    const lines = new LineSplitter((text, isCut) => {
      const mark = this.reader.read({ from, text, isCut });
      if (!mark) return;
      this.watched = afterMark(this.watched, mark, this.around.now());
      this.look();
    });
    return new Output(new Masker(secrets), lines, this.around[from]);
  }

  private take(from: 'stdout' | 'stderr', chunk: Buffer, source: Readable): void {
    this.watched = afterOutput(this.watched, this.around.now());
    this.outputs[from].take(chunk, source);
  }

  /** Does what the clock says, and looks again when it has more to say. */
  private look(): void {
    clearTimeout(this.timer);
    const step = nextStep(this.watched, this.options, this.around.now());
    if (step.kind === 'stop') this.stop(step.reason);
    else if (step.kind === 'kill') {
      this.watched = afterKill(this.watched);
      this.cli.signal('SIGKILL');
    } else if (step.seconds < Number.POSITIVE_INFINITY)
      this.timer = setTimeout(() => this.look(), Math.min(step.seconds * 1000 + 1, 2 ** 31 - 1));
  }

  private stop(reason: StopReason): void {
    this.watched = afterStop(this.watched, reason, this.around.now());
    this.cli.signal('SIGTERM');
    this.look();
  }
}

const commandWith = ({ command, promptBy }: WrapperOptions, prompt: Buffer | undefined): readonly string[] =>
  promptBy === 'argument' && prompt
    ? command.map((word) => word.replaceAll(PROMPT_PLACEHOLDER, () => prompt.toString()))
    : command;

/** CLIs look for instructions and the root of a repository where they start. */
function workingDirectory(repository: string | undefined, usual: string): string {
  if (repository === undefined) return usual;
  return statSync(repository, { throwIfNoEntry: false })?.isDirectory() ? repository : usual;
}

function secretsOf({ maskEnv, maskFiles }: WrapperOptions, { env }: Surroundings): string[] {
  return [...maskEnv.map((name) => env[name] ?? ''), ...maskFiles.map(textOf)];
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function report(
  conclusion: Conclusion,
  facts: Ended['facts'],
  seconds: number,
  masker: Masker,
  { env, stderr }: Surroundings,
): void {
  const path = env['KUBETASK_RESULT'];
  if (path === undefined || path === '') return;
  const text = masker.text(resultText(conclusion, facts, seconds, readOwnResult(path)));
  const problem = writeResult(path, text);
  if (problem !== undefined) stderr.write(`kubetask: Cannot write ${path}: ${problem}\n`);
}
