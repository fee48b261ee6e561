import { closeSync, openSync, readSync } from 'node:fs';
import { findProgram } from './find-program.js';

/** Longer first lines are cut, as by Linux. Source: https://man7.org/linux/man-pages/man2/execve.2.html */
const firstLineBytes = 256;
/** Interpreters that are scripts themselves. */
const mostInterpreters = 4;

/**
 * Asserts that the system can execute a file that it may execute: a program of this machine, or a script whose interpreter is
 * there. A shell would run a script without a first line `#!`; the system does not.
 *
 * @throws Error with the code ENOENT when an interpreter does not exist, EACCES when it may not be executed, ENOEXEC when the
 *   file is neither a program nor a script
 */
export function assertExecutable(program: string, cwd: string): void {
  if (process.platform !== 'linux') return;
  let file = program;
  for (let depth = 0; depth <= mostInterpreters; depth++) {
    const start = readStart(file);
    if (start === undefined || start.startsWith('\x7fELF')) return;
    const interpreter = /^#![ \t]*([^ \t\n\0]+)/.exec(start)?.[1];
    if (interpreter === undefined) throw Object.assign(new Error(`cannot execute ${file}`), { code: 'ENOEXEC' });
    // An interpreter is not looked up in PATH.
    file = findProgram(interpreter.includes('/') ? interpreter : `./${interpreter}`, '', cwd);
  }
}

/** Undefined for a file that may be executed and not be read. */
function readStart(file: string): string | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return undefined;
  }
  try {
    const bytes = Buffer.alloc(firstLineBytes);
    return bytes.toString('latin1', 0, readSync(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}
