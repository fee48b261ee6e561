import { randomBytes } from 'node:crypto';
import { CannotStart } from '../processes/container-process.js';

/** Says as containerd and runc do why a command cannot be started. @throws always */
export function notStarted(error: unknown): never {
  if (!(error instanceof CannotStart)) throw error;
  const id = randomBytes(32).toString('hex');
  throw new Error(
    `failed to exec in container: failed to start exec "${id}": OCI runtime exec failed: exec failed: ` +
      `unable to start container process: ${error.message}`,
    { cause: error },
  );
}
