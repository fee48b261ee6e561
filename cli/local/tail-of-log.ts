import { objectPath, pods } from '../../runtime/engine/resource.js';
import { isApiError } from '../../runtime/engine/transport/api-error.js';
import type { Transport } from '../../runtime/engine/transport/transport.js';
import { oneLine } from '../output/printable.js';

const MOST_LINES = 10;

export interface LogOf {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** The run before the present one. */
  readonly previous?: boolean;
}

/** The last lines of a container's log, since logs end with the cluster. Empty when the container never started. */
export async function tailOfLog(transport: Transport, { namespace, pod, ...query }: LogOf): Promise<string[]> {
  try {
    const path = objectPath(pods, namespace, pod, 'log');
    const text = await transport.request<string | undefined>({
      method: 'GET',
      path,
      query: { ...query, tailLines: MOST_LINES },
    });
    return String(text ?? '')
      .split('\n')
      .filter((line) => line !== '');
  } catch (error) {
    if (isApiError(error)) return [];
    throw error;
  }
}

export const lastWords = (whose: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `Last words of ${whose}:`, ...lines.map((line) => `  ${oneLine(line)}`)];
