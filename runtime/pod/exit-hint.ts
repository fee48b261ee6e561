import type { ObservedTermination } from './observed-pod.js';

/**
 * What to look for when a container ends with a code that shells and runtimes use for commands they cannot run; empty for
 * any other. A script with Windows line ends asks for an interpreter, and for commands, whose names end in a carriage return.
 *
 * Source: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_08_02
 */
export function exitHint({ exitCode, startedAt, finishedAt }: ObservedTermination): string {
  const lookFor =
    hints[exitCode] ?? (exitCode === 1 && isAtOnce(startedAt, finishedAt) ? perhapsInterpreter : undefined);
  return lookFor === undefined ? '' : ` (${lookFor})`;
}

/** Within the second in which it started: all that Kubernetes tells. */
const isAtOnce = (startedAt: string | undefined, finishedAt: string | undefined): boolean =>
  startedAt !== undefined && startedAt === finishedAt;

const windows = 'the script has no Windows line endings (CRLF)';

/**
 * runc up to 1.1 ends with 1 where later ones cannot start the container, and says why in the log alone.
 *
 * Source: https://github.com/opencontainers/runc/blob/v1.1.5/libcontainer/standard_init_linux.go
 */
const perhapsInterpreter = `it ended at once: if its log says "no such file or directory", "permission denied" or "exec format error", its command or the interpreter in the first line of its script is missing, not executable or built for another CPU; check that the image has it, and that ${windows}`;

const hints: Readonly<Record<number, string>> = {
  126: 'a command cannot be executed: check its mode and its first line',
  127: `a command was not found: check that the image has it, and that ${windows}`,
  255: `perhaps the interpreter in the first line of a script does not exist: check that the image has it, and that ${windows}`,
};

/** The same for what a runtime says of a container that cannot start; the first that fits. */
const startHints: readonly (readonly [RegExp, string])[] = [
  [/chdir to cwd|mkdir /i, 'check workingDir: the user of the container must be able to enter it'],
  [
    /exec format error/i,
    'check that it is built for the CPU of the node; a script needs a first line such as #!/bin/sh',
  ],
  [/permission denied|is a directory/i, 'check that it is a file that the user of the container can execute'],
  [/no such file or directory|not found|ENOENT/i, `check that the image has it, and that ${windows}`],
];

export function startHint(message: string): string {
  const [, lookFor] = startHints.find(([said]) => said.test(message)) ?? [];
  return lookFor === undefined ? '' : ` (${lookFor})`;
}
