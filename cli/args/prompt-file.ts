import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { whyUnreadable } from '../../plan/text/why-unreadable.js';
import { UserError } from '../errors/user-error.js';

/** As much as a ConfigMap holds. */
const MOST_BYTES = 1_048_576;

/**
 * The text of a file that a user names; `-` for standard input.
 *
 * @param directory where relative paths begin
 * @throws UserError for what cannot be read, or is no text for an agent
 */
export function readPromptFile(path: string, directory: string): string {
  const bytes = readBytes(path, directory);
  const wrong = (wanted: string) => new UserError(`Cannot use ${path} as a prompt: ${wanted}`);
  if (bytes.length > MOST_BYTES) throw wrong(`it has ${bytes.length} bytes, and a ConfigMap holds ${MOST_BYTES}`);
  const text = decode(bytes);
  if (text === undefined || text.includes('\0')) throw wrong('it is not text in UTF-8');
  if (text.trim() === '') throw wrong('it is empty');
  return text;
}

function readBytes(path: string, directory: string): Buffer {
  try {
    return readFileSync(path === '-' ? 0 : resolve(directory, path));
  } catch (cause) {
    throw new UserError(`Cannot read ${path}: ${whyUnreadable(cause)}`, [], { cause });
  }
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
