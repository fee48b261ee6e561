import { literal } from '../../../kubernetes-conventions/literal.js';
import type { Container } from '../../objects.js';
import type { Step } from '../objects.js';
import { shell } from '../unsupported.js';

/** How a step's container runs: its script by a shell of this machine, else its command. */
export function stepCommand({ script, command, args = [] }: Step): Pick<Container, 'command' | 'args'> {
  if (script !== undefined) return { command: [...shellOf(script), literal(script), 'script'], args: [...args] };
  return { ...(command && { command: [...command] }), args: [...args] };
}

/** As Tekton does, a script that names no interpreter ends with the first command that fails. */
function shellOf(script: string): readonly string[] {
  const interpreter = /^#!\s*(.*)/.exec(script)?.[1];
  if (interpreter === undefined) return ['/bin/sh', '-e', '-c'];
  const { name = 'sh', options = '' } = shell.exec(interpreter)?.groups ?? {};
  return [name === 'bash' ? 'bash' : '/bin/sh', ...options.split(' ').filter(Boolean), '-c'];
}
