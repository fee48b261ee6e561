import { ExecutionFailure } from '../execution-failure.js';

/**
 * Why files that a task needs could not be made here: a full disk, say, or no temporary folder.
 *
 * @returns the error itself when it is not one of the file system
 */
export function fileFailure(error: unknown, what: string): unknown {
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code === undefined || !calls.has(syscall ?? '')) return error;
  const reason = reasons[code] ?? code;
  return new ExecutionFailure(
    `${what}: cannot use ${path === undefined ? 'a file' : path.replace(/kubetask-[^/]*XXXXXX$/, 'kubetask-*')}: ${reason}`,
    code === 'ENOSPC'
      ? ['free some space, or set TMPDIR to a folder with more']
      : ['set TMPDIR to a folder that you can write to'],
    125,
    { cause: error },
  );
}

const calls = new Set([
  'scandir',
  'mkdtemp',
  'mkdir',
  'open',
  'write',
  'close',
  'rename',
  'chmod',
  'symlink',
  'copyfile',
]);

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your quota is used up',
};
