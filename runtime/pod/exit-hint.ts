/**
 * What to look for when a container ends with a code that shells and runtimes use for commands they cannot run; empty for
 * any other. A script with Windows line ends asks for an interpreter, and for commands, whose names end in a carriage return.
 *
 * Source: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_08_02
 */
export function exitHint(exitCode: number): string {
  const lookFor = hints[exitCode];
  return lookFor === undefined ? '' : ` (${lookFor})`;
}

const windows = 'the script has no Windows line endings (CRLF)';

const hints: Readonly<Record<number, string>> = {
  126: 'a command cannot be executed: check its mode and its first line',
  127: `a command was not found: check that the image has it, and that ${windows}`,
  255: `perhaps the interpreter in the first line of a script does not exist: check that the image has it, and that ${windows}`,
};

/** The same for what a runtime says of a container that cannot start. */
export const startHint = (message: string): string =>
  /no such file or directory|not found|ENOENT/i.test(message)
    ? ` (check that the image has it, and that ${windows})`
    : '';
