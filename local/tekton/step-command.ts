import { literal } from '../../plan/pod/literal.js';
import type { Container } from '../objects.js';
import type { Step } from './objects.js';
import { shell } from './unsupported.js';

/** The command that stands for a program of this name; undefined when nothing does. */
export type StandIn = (program: string) => readonly string[] | undefined;

/**
 * How a step's container runs: its script by a shell of this machine, its command, or what stands in for the program
 * that its command, or else its image, is called after.
 */
export function stepCommand(step: Step, standIn: StandIn): Pick<Container, 'command' | 'args'> {
  const { image = '', script, command = [], args = [] } = step;
  if (script !== undefined) return { command: [...shellOf(script), literal(script), 'script'], args: [...args] };
  const [program = imageName(image), ...rest] = command;
  const stand = standIn(program.split('/').at(-1) ?? '');
  if (stand) return { command: [...stand, ...rest], args: [...args] };
  return { ...(command.length > 0 && { command: [...command] }), args: [...args] };
}

/** As Tekton does, a script that names no interpreter ends with the first command that fails. */
function shellOf(script: string): readonly string[] {
  const interpreter = /^#!\s*(.*)/.exec(script)?.[1];
  if (interpreter === undefined) return ['/bin/sh', '-e', '-c'];
  const { name = 'sh', options = '' } = shell.exec(interpreter)?.groups ?? {};
  return [name === 'bash' ? 'bash' : '/bin/sh', ...options.split(' ').filter(Boolean), '-c'];
}

/** `ghcr.io/org/kaniko:v1@sha256:…` is called `kaniko`. */
const imageName = (image: string): string => image.replace(/@.*/, '').split('/').at(-1)?.replace(/:.*/, '') ?? '';
