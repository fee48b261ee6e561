import { randomBytes } from 'node:crypto';
import type { CannotStart } from '../processes/spawn-in-group.js';

/** Says as containerd and runc do why a command cannot be started. */
export function startFailure(cause: CannotStart): Error {
  const id = randomBytes(32).toString('hex');
  const message =
    `failed to exec in container: failed to start exec "${id}": OCI runtime exec failed: exec failed: ` +
    `unable to start container process: ${cause.message}`;
  return new Error(message, { cause });
}
