import { ExecutionFailure } from '../execution-failure.js';
import { type RunOptions, runProgram } from '../process/run-program.js';
import { composeFailure, EngineDown } from './compose-failure.js';
import { type Compose, type EngineName, findComposes, type Project } from './engine.js';
import { runningContainer } from './service-state.js';

/** A service of a compose file, as the engine knows it. */
export interface ObservedService {
  readonly compose: Compose;
  /** The ID of a container of it that runs. */
  readonly container?: string;
}

/**
 * The service in the first engine that answers.
 *
 * @param wanted only this engine is asked
 * @throws ExecutionFailure when no engine answers, or the compose file has no such service
 */
export async function observeService(
  project: Project & { readonly service: string },
  wanted: EngineName | undefined,
  options: RunOptions,
): Promise<ObservedService> {
  const { service } = project;
  const { compose, text } = await firstThatAnswers(await findComposes(project, wanted, options), options);
  const container = runningContainer(text, service);
  if (container !== undefined) return { compose, container };
  await checkService(compose, service, options);
  return { compose };
}

async function firstThatAnswers(composes: readonly Compose[], options: RunOptions) {
  let down: EngineDown | undefined;
  for (const compose of composes) {
    try {
      // No more arguments: podman-compose knows no others.
      return { compose, text: await ask(compose, ['ps', '--format', 'json'], options) };
    } catch (error) {
      if (!(error instanceof EngineDown)) throw error;
      down ??= error;
    }
  }
  throw down;
}

/** A service of a profile that is not active counts as missing, as compose itself has it. */
async function checkService(compose: Compose, service: string, options: RunOptions): Promise<void> {
  const services = (await ask(compose, ['config', '--services'], options)).split('\n').filter(Boolean).sort();
  if (services.includes(service)) return;
  throw new ExecutionFailure(`Cannot find service ${service} in the compose file`, [
    services.length > 0 ? `there are: ${services.join(', ')}` : 'it has no services',
    'a service of a profile is there if COMPOSE_PROFILES names the profile',
  ]);
}

/** @throws ExecutionFailure when compose cannot say what it is asked */
async function ask(compose: Compose, args: readonly string[], options: RunOptions): Promise<string> {
  const ran = await runProgram(compose.argv(...args), options);
  if (ran?.exitCode === 0) return ran.stdout;
  throw composeFailure(compose, ran);
}
