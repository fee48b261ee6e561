import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** Why no log can be written below a folder, in words. */
export function whyNoLog(error: unknown, folder: string): string {
  // To make a folder in a read-only place fails with ENOENT on some systems.
  const code = codeOfAccess(folder) ?? (error as NodeJS.ErrnoException).code ?? '';
  const reason = reasons[code];
  if (reason !== undefined) return `cannot write to ${join(folder, '.kubetask')}: ${reason}`;
  return error instanceof Error ? error.message : String(error);
}

function codeOfAccess(folder: string): string | undefined {
  try {
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  ENOSPC: 'the disk is full',
};
