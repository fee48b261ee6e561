import type { Transport } from '../../runtime/engine/transport/transport.js';
import { type FollowedBuild, isFailed } from './followed-build.js';
import { lastWords, tailOfLog } from './tail-of-log.js';

/** The last lines of the steps that failed. */
export async function failedSteps(transport: Transport, builds: readonly FollowedBuild[]): Promise<string[]> {
  const failed = builds
    .filter(({ build }) => build.status?.phase === 'Failed')
    .flatMap(({ tasks }) => tasks)
    .flatMap(({ metadata: { namespace = '' }, status }) =>
      (status?.steps ?? [])
        .filter(isFailed)
        .map(({ name, container }) => ({ name, log: { namespace, pod: status?.podName ?? '', container } })),
    );
  const tails = failed.map(async ({ name, log }) => lastWords(`step ${name}`, await tailOfLog(transport, log)));
  return (await Promise.all(tails)).flat();
}
