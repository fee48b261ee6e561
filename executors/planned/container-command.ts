import type { PodContainer } from '../../packages/embedded-cluster/index.js';
import { type RunOptions, runProgram } from '../process/run-program.js';
import type { Engine } from './find-engine.js';
import { literalWords, refersToVariables, shellWords } from './shell-words.js';

/** Whether Kubernetes would put values of variables into the command of a container. Pure. */
export function hasReferences({ container: { command = [], args = [] }, env }: PodContainer): boolean {
  return refersToVariables([...command, ...args], env);
}

/**
 * The command of a container as a shell in it runs it; no value of a variable is in the text. The image is asked for its
 * own command, and pulled for that.
 *
 * @returns undefined when the command is that of the image, and the image is not to be had
 */
export async function commandText(
  { container: { image = '', command = [], args = [] }, env }: PodContainer,
  engine: Engine,
  options: RunOptions,
): Promise<string | undefined> {
  if (command.length > 0) return shellWords([...command, ...args], env);
  const own = await imageCommand(engine, image, options);
  if (!own) return undefined;
  const { Entrypoint, Cmd } = own;
  return [literalWords(Entrypoint ?? []), args.length > 0 ? shellWords(args, env) : literalWords(Cmd ?? [])].join(' ');
}

/** As an engine keeps the configuration of an image. */
interface ImageConfig {
  readonly Entrypoint?: readonly string[] | null;
  readonly Cmd?: readonly string[] | null;
}

async function imageCommand(engine: Engine, image: string, options: RunOptions): Promise<ImageConfig | undefined> {
  const known = await inspect(engine, image, options);
  if (known) return known;
  await runProgram([engine.program, 'pull', '--quiet', image], options);
  return inspect(engine, image, options);
}

async function inspect({ program }: Engine, image: string, options: RunOptions): Promise<ImageConfig | undefined> {
  const ran = await runProgram([program, 'image', 'inspect', '--format', '{{json .Config}}', image], options);
  if (ran?.exitCode !== 0) return undefined;
  try {
    return JSON.parse(ran.stdout) as ImageConfig;
  } catch {
    return undefined;
  }
}
