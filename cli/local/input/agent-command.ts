import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../../errors/user-error.js';

/** A word of a shell command that begins with `./` or `../`, in quotes or without characters that need them. */
const relativeWord = /(?<=^|[\s;&|(=])(?:(['"])(\.{1,2}\/[^'"$`\\]+)\1|(\.{1,2}\/[\w@%+:,./-]+))(?=$|[\s;&|)])/g;
/** `bin/agent --yes`: the program itself, in a folder below. */
const programBelow = /^\s*([\w@%+:,.-]+\/[\w@%+:,./-]+)/;
/** `node agent.mjs`: the file that an interpreter is to run. */
const script =
  /^\s*(?:sh|bash|dash|zsh|node|deno run|bun|tsx|python3?|ruby|perl)\s+([\w@%+:,.][\w@%+:,./-]*)(?=$|[\s;&|])/;

/**
 * The command as it runs in a task's workspace, where the person's own folder is another: the program, an interpreter's
 * script and all words that begin with `./` or `../` become absolute when they name a file below `directory`.
 *
 * @throws UserError when the program is not there or must not be executed
 */
export function absoluteCommand(command: string, directory: string): string {
  if (command.trim() === '')
    throw new UserError('Cannot start an agent: its command is empty', ['give a shell command, such as ./agent.sh']);
  assertExecutable(command, directory);
  const absolute = (word: string) => {
    const path = resolve(directory, word);
    return existsSync(path) ? quoted(path) : undefined;
  };
  const withoutPrefix = (pattern: RegExp) => (text: string) =>
    text.replace(pattern, (all, word: string) => {
      const path = absolute(word);
      return path === undefined ? all : all.slice(0, all.length - word.length) + path;
    });
  return [programBelow, script]
    .reduce((text, pattern) => withoutPrefix(pattern)(text), command)
    .replace(
      relativeWord,
      (all, _quote, inQuotes?: string, plain?: string) => absolute(inQuotes ?? plain ?? '') ?? all,
    );
}

function assertExecutable(command: string, directory: string): void {
  const program = /^\s*(?:(['"])(\.{1,2}\/[^'"$`\\]+)\1|(\.{1,2}\/[\w@%+:,./-]+)(?=$|[\s;&|]))/.exec(command);
  const word = program?.[2] ?? program?.[3];
  if (word === undefined) return;
  const path = resolve(directory, word);
  if (!existsSync(path)) throw new UserError(`Cannot run ${word}: the file does not exist in ${directory}`);
  if (statSync(path).isDirectory()) throw new UserError(`Cannot run ${word}: it is a folder; name a program`);
  try {
    accessSync(path, constants.X_OK);
  } catch (cause) {
    throw new UserError(
      `Cannot run ${word}: it is not executable`,
      [`chmod +x ${word}, or name its interpreter: sh ${word}`],
      {
        cause,
      },
    );
  }
}

const quoted = (path: string): string => (/^[\w@%+:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`);
