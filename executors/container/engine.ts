import { ExecutionFailure } from '../execution-failure.js';
import { type Ran, type RunOptions, runProgram } from '../process/run-program.js';

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
 * The first engine that has a `compose`.
 *
 * @param wanted only this engine is asked
 * @throws ExecutionFailure when none has
 */
export async function findCompose(project: Project, wanted: EngineName | undefined, options: RunOptions) {
  for (const engine of wanted ? [wanted] : engineNames) {
    const ran = await runProgram([engine, 'compose', 'version'], options);
    if (ran?.exitCode === 0) return composeOf(engine, project);
  }
  throw new ExecutionFailure(
    wanted ? `Cannot find ${wanted} compose` : 'Cannot find a container engine with compose',
    ['install Docker, Podman or nerdctl with its compose command, and put it on PATH'],
    125,
  );
}

function composeOf(engine: EngineName, { file, name }: Project): Compose {
  const words = ['compose', ...(file ? ['--file', file] : []), ...(name ? ['--project-name', name] : [])];
  return {
    engine,
    argv: (...args) => [engine, ...words, ...args],
    text: (...args) => [engine, ...words, ...args].join(' '),
  };
}

/** @throws ExecutionFailure when compose cannot say what it is asked */
export async function ask(compose: Compose, args: readonly string[], options: RunOptions): Promise<string> {
  const ran = await runProgram(compose.argv(...args), options);
  if (ran?.exitCode === 0) return ran.stdout;
  throw composeFailure(compose, ran);
}

const engineDown =
  /cannot connect to the docker daemon|cannot connect to podman|cannot access containerd|is the docker daemon running|connection refused/i;
const noFile =
  /no configuration file provided|no such file or directory.*compose|compose\.ya?ml.*not found|no compose file/i;

/** Why compose did not do what it was asked, and what to do. Pure. */
export function composeFailure({ engine }: Compose, ran: Ran | undefined): ExecutionFailure {
  const said = ran?.stderr.trim().split('\n').at(-1) ?? '';
  if (ran === undefined) return new ExecutionFailure(`Cannot find ${engine}`, [`put ${engine} on PATH`]);
  if (engineDown.test(ran.stderr)) {
    const start = engine === 'podman' ? 'podman machine start, or start the podman service' : `start ${engine}`;
    return new ExecutionFailure(`Cannot reach ${engine}: it is not running`, [start]);
  }
  if (noFile.test(ran.stderr)) {
    return new ExecutionFailure(`Cannot find a compose file: ${said}`, [
      'add compose.yaml, or name its path in compose',
    ]);
  }
  return new ExecutionFailure(`${engine} compose fails: ${said || `exit code ${ran.exitCode}`}`);
}
