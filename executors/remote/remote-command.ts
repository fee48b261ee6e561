import { randomBytes } from 'node:crypto';
import type { Executable, TerminalSize } from '../executor.js';
import { interpreterOf } from '../interpreter.js';
import type { EndMark } from './end-mark.js';
import { decoder } from './line-input.js';

/**
 * What starts a script in a container that has a POSIX shell. All values of the task are in the preamble, which goes to
 * standard input before anything else: no process list shows them, and no shell expands them.
 */
export interface RemoteCommand {
  readonly command: readonly string[];
  /** The rest of standard input is the script's. */
  readonly preamble: string;
  /** The script reads its input as `line-input.ts` writes it, or nothing. */
  readonly preambleFor: (input: 'lines' | 'nothing') => string;
  /** What signals all of its processes, run in the same container; exit code 1 when none is there. */
  readonly endWith: (signal: 'TERM' | 'KILL' | '0') => readonly string[];
}

/** A preamble in a file of the container, for a task with a terminal: a terminal echoes its input and cuts long lines. */
export interface StagedCommand {
  /** Prints the path of the file. */
  readonly stage: Pick<RemoteCommand, 'command' | 'preamble'>;
  /** Runs the file, and removes it first. */
  readonly run: (path: string) => Pick<RemoteCommand, 'command' | 'endWith'>;
}

/**
 * Reads lines up to the mark and evaluates them; a connection that is lost before the mark runs nothing. `read` takes no
 * byte more, so that the rest is left for the script. The mark is in the first line, where `endWith` looks for it.
 */
const bootstrap = (mark: string, startLine: string | undefined) => `m=${mark} p= ${announced(mark)}
${startLine === undefined ? '' : `echo ${startLine} >&2\n`}while IFS= read -r l || exit 125; do [ "$l" = "$m" ] && break; p="$p$l
"; done
eval "$p"`;

/** The embedded cluster, where paths of a container are other paths of this machine, maps them in such input. */
const announced = (mark: string) => `# input: commands up to ${mark}`;

/**
 * Says on standard error how the shell of a task ended. That shell is a child: a script may replace it, and have traps of
 * its own. Signals to the process group are the child's. Input that the script left is then read to its end: a server
 * that closes a connection whose input is unread may drop output on its way.
 */
const reporting = (
  bootstrap: string,
  mark: string,
  { octal }: EndMark,
) => `m=${mark}; trap : HUP INT TERM ${announced(mark)}
sh -c ${quoted(`\n${bootstrap}`)}
c=$?
printf '${octal}%d\\n' "$c" >&2
cat >/dev/null 2>&1
exit "$c"`;

/** What a command writes to standard error, and when. */
export interface Marks {
  /** One word, before anything else: the shell has started. */
  readonly startLine?: string;
  /** Together with the exit code of the script, when it has ended. */
  readonly end?: EndMark;
}

/**
 * @throws TypeError when a value contains a NUL byte, which no environment and no argument can hold
 */
export function remoteCommand(executable: Executable, { startLine, end }: Marks = {}): RemoteCommand {
  const text = taskText(executable);
  const mark = unusedLine(text, `END_${randomBytes(8).toString('hex')}`);
  const preamble = (all: string) => `${all}\n${mark}\n`;
  const script = bootstrap(mark, startLine);
  return {
    command: ['sh', '-c', end ? reporting(script, mark, end) : script],
    preamble: preamble(text),
    preambleFor: (input) => preamble(input === 'nothing' ? `exec </dev/null\n${text}` : withLineInput(text)),
    endWith: ending(mark),
  };
}

/**
 * @param size of the terminal that the task gets
 * @throws TypeError as `remoteCommand` does
 */
export function stagedCommand(executable: Executable, size?: TerminalSize): StagedCommand {
  const { command, preamble } = remoteCommand({ name: executable.name, script: storing(taskText(executable)) });
  return {
    stage: { command, preamble },
    run: (path) => ({ command: ['sh', '-c', load(path, size)], endWith: ending(path) }),
  };
}

/** The script runs below a shell that decodes its input, and that ends with it. */
const withLineInput = (text: string): string => `kubetask_p=${quoted(text)}
sh -c ${quoted(decoder)} | {
  IFS= read -r kubetask_d
  (unset kubetask_d; eval "$kubetask_p")
  kubetask_c=$?
  kill "$kubetask_d" 2>/dev/null
  exit "$kubetask_c"
}`;

const ending = (mark: string) => (signal: string) => ['sh', '-c', end, 'sh', mark, signal];

/** The process with the mark in the first line of its command leads a process group, as container runtimes start it. */
const end = `found=1
for d in /proc/[0-9]*; do
  c=; { IFS= read -r c < "$d/cmdline"; } 2>/dev/null
  case "$c" in
    *"$1"*) p=\${d#/proc/}; kill -s "$2" -- "-$p" 2>/dev/null || kill -s "$2" "$p"; found=0 ;;
  esac
done
exit $found`;

const folders = `"\${TMPDIR:-/tmp}" /tmp /dev/shm /var/tmp "\${HOME:-/tmp}"`;

/** Exit code of the stage when no folder of the container can be written. */
export const NOT_WRITABLE = 73;

const storing = (text: string) => `umask 077
for d in ${folders}; do
  f=$d/.kubetask-$$
  (set -C; : > "$f") 2>/dev/null && printf %s ${quoted(text)} > "$f" && printf %s "$f" && exit 0
done
exit ${NOT_WRITABLE}`;

const load = (path: string, size: TerminalSize | undefined) => `m=${quoted(path)}
p=$(cat -- "$m") && rm -f -- "$m" || exit 126
${size === undefined ? '' : sized(size)}eval "$p"`;

/**
 * A server sets the size of a terminal when the program already runs, which would begin with 0 columns. Until then busybox
 * prints no size.
 */
const sized = ({ columns, rows }: TerminalSize): string =>
  `case "$(stty size 2>/dev/null)" in '' | '0 0') stty rows ${rows} cols ${columns} 2>/dev/null ;; esac\n`;

/**
 * The whole task as one text for the shell: directory, environment, arguments and script.
 *
 * @throws TypeError as `remoteCommand` does
 */
export function taskText({ script, args = [], env = {}, workingDir }: Executable): string {
  const interpreter = interpreterOf(script);
  const isShell = !script.startsWith('#!');
  return [
    'unset m p l',
    ...(workingDir === undefined ? [] : [`cd -- ${quoted(workingDir)} || exit 126`]),
    ...Object.entries(env).map(([name, value]) => `export ${name}=${quoted(value)}`),
    `set -- ${args.map(quoted).join(' ')}`,
    isShell ? `set -eu\n${withoutNul(script)}` : inFile(script, [interpreter.program, ...interpreter.args]),
  ].join('\n');
}

/** A script for another interpreter needs a file; without a folder that can be written, a file descriptor must do. */
function inFile(script: string, interpreter: readonly string[]): string {
  const end = unusedLine(script, 'SCRIPT');
  const command = interpreter.map(quoted).join(' ');
  const body = `${withoutNul(script)}\n${end}`;
  return `kubetask_f=
for kubetask_d in ${folders}; do
  kubetask_f=$kubetask_d/.kubetask-script-$$
  (umask 077; set -C; : > "$kubetask_f") 2>/dev/null && break
  kubetask_f=
done
if [ -n "$kubetask_f" ]; then
  trap 'rm -f -- "$kubetask_f"' EXIT
  trap 'exit 129' HUP; trap 'exit 130' INT; trap 'exit 143' TERM
  cat > "$kubetask_f" <<'${end}'
${body}
  ${command} "$kubetask_f" "$@"
else
  ${command} /dev/fd/3 "$@" 3<<'${end}'
${body}
fi`;
}

/** A single-quoted word of the shell. */
const quoted = (value: string): string => `'${withoutNul(value).replaceAll("'", "'\\''")}'`;

function withoutNul(value: string): string {
  if (value.includes('\0')) throw new TypeError('a script, its arguments and its environment cannot contain NUL bytes');
  return value;
}

/** A line that the text does not have. */
function unusedLine(text: string, name: string): string {
  let line = `KUBETASK_${name}`;
  while (text.includes(line)) line += '_';
  return line;
}
