import type { TaskRun } from '../../api/generated/kinds.js';
import { taskRuns } from '../../api/kinds/task-run.js';
import { Reflector } from '../../packages/kubernetes-client/cache/reflector.js';
import { type Logger, silentLogger } from '../../packages/kubernetes-client/logger.js';
import { isApiError } from '../../packages/kubernetes-client/transport/api-error.js';
import type { Transport } from '../../packages/kubernetes-client/transport/transport.js';

/**
 * Watches a TaskRun until `onChange` says that it has ended. Breaks of the connection do not end it.
 *
 * @param onChange called with each state that is seen; undefined when the run was deleted. Returns true at the end
 * @throws ApiError when we may not watch it; the reason of `signal`
 */
export async function followTaskRun(
  transport: Transport,
  { metadata: { name, namespace, uid } }: TaskRun,
  onChange: (run: TaskRun | undefined) => boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  let reflector: Reflector<TaskRun, TaskRun> | undefined;
  let abort = () => {};
  try {
    await new Promise<void>((resolve, reject) => {
      abort = () => reject(signal?.reason);
      if (signal?.aborted) return abort();
      signal?.addEventListener('abort', abort);
      reflector = new Reflector<TaskRun, TaskRun>({
        transport,
        resource: taskRuns,
        namespace,
        fieldSelector: `metadata.name=${name}`,
        project: (run) => run,
        logger: failOn(reject),
        onChange: ({ type, object }) => {
          if (object.metadata.uid === uid && onChange(type === 'deleted' ? undefined : object)) resolve();
        },
      });
      reflector.start();
    });
  } finally {
    signal?.removeEventListener('abort', abort);
    void reflector?.stop();
  }
}

/** A reflector tries everything again; without the right to watch it does so in vain. */
const failOn = (fail: (error: Error) => void): Logger => ({
  ...silentLogger,
  warn: ({ err }: { readonly err?: unknown }) => {
    if (isApiError(err, 'Forbidden')) fail(err);
  },
});
