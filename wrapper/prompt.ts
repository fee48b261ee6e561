import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, sep } from 'node:path';

const MOST_PROMPT_BYTES = 4 << 20;
/** Linux takes no longer argument. Source: MAX_ARG_STRLEN in include/uapi/linux/binfmts.h */
const MOST_ARGUMENT_BYTES = 128 * 1024 - 1;

/**
 * The prompt, from a regular file that no link leads to.
 *
 * @throws Error with a sentence for people
 */
export function readPrompt(path: string, by: 'stdin' | 'argument', workspace: string | undefined): Buffer {
  const prompt = readRegularFile(path, workspace);
  if (prompt.toString().trim() === '') throw new Error(`Cannot read the prompt: ${path} is empty`);
  if (by === 'stdin') return prompt;
  if (prompt.length > MOST_ARGUMENT_BYTES)
    throw new Error(
      `Cannot give the prompt to the agent: it has ${prompt.length} bytes, and an argument has at most ${MOST_ARGUMENT_BYTES}`,
    );
  if (prompt.includes(0)) throw new Error('Cannot give the prompt to the agent: it has a NUL, which no argument has');
  return prompt;
}

function readRegularFile(path: string, workspace: string | undefined): Buffer {
  let file: number;
  try {
    if (workspace !== undefined) assertInside(path, workspace);
    // O_NONBLOCK: a named pipe is opened, and refused, instead of waited for.
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    throw new Error(`Cannot read the prompt: ${problemOf(error as NodeJS.ErrnoException, path)}`, { cause: error });
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new Error(`Cannot read the prompt: ${path} is no regular file`);
    if (stat.size > MOST_PROMPT_BYTES)
      throw new Error(`Cannot read the prompt: ${path} has more than ${MOST_PROMPT_BYTES} bytes`);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** A folder of a repository may be a link that leads out of the workspace, for example to a credential. */
function assertInside(path: string, workspace: string): void {
  if (!path.startsWith(`${workspace}/`)) return;
  const root = realpathSync(workspace);
  const folder = realpathSync(dirname(path));
  if (folder !== root && !folder.startsWith(root + sep))
    throw new Error(`a link leads from ${path} out of the workspace`);
}

function problemOf({ code, message }: NodeJS.ErrnoException, path: string): string {
  if (code === 'ENOENT') return `there is no file ${path}; add a context of type File with this filePath`;
  if (code === 'ELOOP') return `${path} is a link`;
  return code === undefined ? message : `${path}: ${code}`;
}
