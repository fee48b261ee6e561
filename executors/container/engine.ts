import { basename } from 'node:path';
import { ExecutionFailure } from '../execution-failure.js';
import { type RunOptions, runProgram } from '../process/run-program.js';

/** Container engines whose `compose` we know, in the order in which they are tried. */
export const engineNames = ['docker', 'podman', 'nerdctl'] as const;

export type EngineName = (typeof engineNames)[number];

/** The project that `compose` works on. */
export interface Project {
  /** @default as compose finds it, from the directory upward */
  readonly file?: string;
  /** @default as compose derives it */
  readonly name?: string;
}

/** `compose` of one engine, in one project. */
export interface Compose {
  readonly engine: EngineName;
  /** The command that runs it, for `spawn`. */
  readonly argv: (...args: readonly string[]) => readonly string[];
  /** The command as a person types it. */
  readonly text: (...args: readonly string[]) => string;
}

/**
 * The engines that have a `compose`, in the order in which they are tried.
 *
 * @param wanted only this engine is asked
 * @throws ExecutionFailure when none has
 */
export async function findComposes(
  project: Project,
  wanted: EngineName | undefined,
  options: RunOptions,
): Promise<readonly Compose[]> {
  const found = await Promise.all((wanted ? [wanted] : engineNames).map((engine) => commandOf(engine, options)));
  const composes = found.flatMap((one) => (one ? [composeOf(one, project)] : []));
  if (composes.length > 0) return composes;
  throw new ExecutionFailure(wanted ? `Cannot find ${wanted} compose` : 'Cannot find a container engine with compose', [
    'install Docker, Podman or nerdctl with its compose command, and put it on PATH',
  ]);
}

interface Command {
  readonly engine: EngineName;
  readonly words: readonly string[];
}

async function commandOf(engine: EngineName, options: RunOptions): Promise<Command | undefined> {
  // The notice of podman names the program that it starts.
  const env = { ...(options.env ?? process.env), PODMAN_COMPOSE_WARNING_LOGS: 'true' };
  const ran = await runProgram([engine, 'compose', 'version'], { ...options, env });
  if (ran?.exitCode === 0) return { engine, words: providerOf(ran.stderr) ?? [engine, 'compose'] };
  if (engine !== 'podman' || ran === undefined) return undefined;
  // Before version 4.7, podman has no `compose`.
  const own = await runProgram(['podman-compose', 'version'], options);
  return own?.exitCode === 0 ? { engine, words: ['podman-compose'] } : undefined;
}

/** podman-compose started by `podman compose` would add a line to the output of each task that fails. */
function providerOf(notice: string): readonly string[] | undefined {
  const provider = /compose provider "([^"]+)"/.exec(notice)?.[1];
  return provider && basename(provider) === 'podman-compose' ? [provider] : undefined;
}

function composeOf({ engine, words }: Command, { file, name }: Project): Compose {
  const all = [...words, ...(file ? ['--file', file] : []), ...(name ? ['--project-name', name] : [])];
  return {
    engine,
    argv: (...args) => [...all, ...args],
    text: (...args) => [...all, ...args].join(' '),
  };
}
