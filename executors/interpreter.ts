/** How a script is started once it is in a file. */
export interface Interpreter {
  readonly program: string;
  /** Come before the path of the script. */
  readonly args: readonly string[];
}

const shell: Interpreter = { program: 'sh', args: ['-eu'] };

/**
 * The interpreter of a script: of its `#!` line as the kernel reads it (the program, and the rest of the line as one
 * argument), else `sh -eu`. A carriage return at the end of the line is not part of it. Pure.
 */
export function interpreterOf(script: string): Interpreter {
  const line = /^#![ \t]*([^\n]*)/.exec(script)?.[1]?.trim();
  if (!line) return shell;
  const [program = '', argument = ''] = /^(\S+)[ \t]*(.*)$/.exec(line)?.slice(1) ?? [];
  return { program, args: argument === '' ? [] : [argument] };
}
