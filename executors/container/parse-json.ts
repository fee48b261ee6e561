import { ExecutionFailure } from '../execution-failure.js';
import { knownVersions } from './compose-failure.js';

/** @throws ExecutionFailure when it is not JSON: a compose that we do not know */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ExecutionFailure(
      `Cannot read the list of containers: compose prints ${JSON.stringify(text.slice(0, 80))}`,
      [knownVersions],
      125,
      { cause },
    );
  }
}
