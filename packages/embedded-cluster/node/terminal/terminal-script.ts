import type { TerminalSize } from '../../pod-streams.js';

/** Through which `script` hands the text to the shell in the terminal. */
export const scriptVariable = 'EMBEDDED_TERMINAL_SCRIPT';

/**
 * What the shell in a new terminal does before it becomes the command: it says on file descriptor 3 which process and
 * which terminal it is, and sets the terminal up as a container runtime does.
 *
 * @param shell the container's own SHELL, which `script` must not use
 */
export function terminalScript(argv: readonly string[], shell: string | undefined, size?: TerminalSize): string {
  const modes = ['echo', ...(size ? ['rows', size.height, 'cols', size.width] : [])];
  return [
    'echo "$$ $(tty)" >&3',
    'exec 3>&-',
    `unset ${scriptVariable}`,
    `stty ${modes.join(' ')}`,
    shell === undefined ? 'unset SHELL' : `export SHELL=${quoted(shell)}`,
    `exec ${argv.map(quoted).join(' ')}`,
  ].join('; ');
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
