import { type EngineName, engineNames } from '../container/engine.js';
import { ExecutionFailure } from '../execution-failure.js';
import { type RunOptions, runProgram } from '../process/run-program.js';

/** A container engine that answers. */
export interface Engine {
  readonly name: EngineName;
  /** As it is called. */
  readonly program: string;
}

/**
 * The first engine that answers.
 *
 * @param wanted only this engine is asked
 * @throws ExecutionFailure when none does: not installed, or not running
 */
export async function findEngine(wanted: EngineName | undefined, options: RunOptions): Promise<Engine> {
  const silent: EngineName[] = [];
  for (const name of wanted ? [wanted] : engineNames) {
    const ran = await runProgram([name, 'version'], options);
    if (ran?.exitCode === 0) return { name, program: name };
    if (ran) silent.push(name);
  }
  const [name] = silent;
  if (name === undefined) {
    throw new ExecutionFailure(wanted ? `Cannot find ${wanted}` : 'Cannot find a container engine', [
      'install Docker, Podman or nerdctl, and put it on PATH',
      'or run the task as processes: -x local',
    ]);
  }
  const start = name === 'podman' ? 'podman machine start, or start the podman service' : `start ${name}`;
  throw new ExecutionFailure(`Cannot reach ${name}: it is not running`, [
    start,
    'or run the task as processes: -x local',
  ]);
}
