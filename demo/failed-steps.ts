import { oneLine } from '../cli/output/printable.js';
import { isApiError } from '../runtime/engine/api-error.js';
import { objectPath, pods } from '../runtime/engine/resource.js';
import type { Transport } from '../runtime/engine/transport.js';
import { type FollowedBuild, isFailed } from './followed-build.js';

const MOST_LINES = 10;

/** The last lines of the steps that failed, since their logs end with the cluster. */
export async function failedSteps(transport: Transport, builds: readonly FollowedBuild[]): Promise<string[]> {
  const failed = builds
    .filter(({ build }) => build.status?.phase === 'Failed')
    .flatMap(({ tasks }) => tasks)
    .flatMap(({ metadata: { namespace = '' }, status }) =>
      (status?.steps ?? []).filter(isFailed).map(({ name, container }) => ({
        name,
        container,
        path: objectPath(pods, namespace, status?.podName ?? '', 'log'),
      })),
    );
  const tails = failed.map(async ({ name, container, path }) => {
    const lines = await tailOf(transport, path, container);
    return lines.length === 0 ? [] : ['', `Last words of step ${name}:`, ...lines.map((line) => `  ${oneLine(line)}`)];
  });
  return (await Promise.all(tails)).flat();
}

/** Empty when the container has no log. */
async function tailOf(transport: Transport, path: string, container: string): Promise<string[]> {
  try {
    const query = { container, tailLines: MOST_LINES };
    const text = await transport.request<string | undefined>({ method: 'GET', path, query });
    return String(text ?? '')
      .split('\n')
      .filter((line) => line !== '');
  } catch (error) {
    if (isApiError(error)) return [];
    throw error;
  }
}
