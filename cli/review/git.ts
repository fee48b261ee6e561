import { spawnSync } from 'node:child_process';
import { UserError } from '../errors/user-error.js';

/** Runs git in a folder, read-only. */
export interface Git {
  /** The output; undefined if git fails. @throws UserError where there is no git */
  try(args: readonly string[], input?: string): Buffer | undefined;
}

const mostBytes = 1 << 30;

/**
 * Nothing is fetched, nothing is replaced, and paths are no patterns: the repository may be somebody else's. Commands that are
 * asked for a blob or a tree run no hook and no filter.
 */
export function gitIn(folder: string, env: NodeJS.ProcessEnv): Git {
  const safe = {
    ...env,
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
  return {
    try(args, input = '') {
      const options = { cwd: folder, env: safe, input, maxBuffer: mostBytes };
      const { status, stdout, error } = spawnSync('git', ['--no-pager', ...args], options);
      if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') {
        throw new UserError('Cannot read the base: there is no git on PATH', ['install git, or use --diff <path>']);
      }
      return status === 0 && !error ? stdout : undefined;
    },
  };
}

/** One line of output. */
export const lineOf = (output: Buffer | undefined): string | undefined => output?.toString('utf8').replace(/\n$/, '');
