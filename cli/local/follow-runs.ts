import type { Batch, BatchRun, BatchSpec } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { Reflector } from '../../runtime/engine/cache/reflector.js';
import { keyOf } from '../../runtime/engine/object-key.js';
import { batchRuns } from '../../runtime/engine/resource.js';
import type { Transport } from '../../runtime/engine/transport/transport.js';
import type { FollowedRun, Progress } from './progress.js';

const REDRAW_MILLISECONDS = 250;

/**
 * Watches the runs among `objects` until all have ended or are deleted, or `signal` aborts, and shows their progress.
 * @returns the runs as last observed, in the order of `objects`; of a deleted one what was seen last; empty when there are none
 */
export async function followRuns(
  transport: Transport,
  objects: readonly KubernetesObject[],
  progress: Progress,
  signal: AbortSignal,
): Promise<FollowedRun[]> {
  const runs = new Map(followedRuns(objects).map((followed) => [keyOf(followed.run), followed]));
  const open = new Set(runs.keys());
  if (open.size === 0) return [];
  const show = () => progress.show([...runs.values()], Date.now());
  let reflector: Reflector<BatchRun, BatchRun> | undefined;
  const redraw = setInterval(show, REDRAW_MILLISECONDS);
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    reflector = new Reflector<BatchRun, BatchRun>({
      transport,
      resource: batchRuns,
      project: (run) => run,
      onChange: ({ type, object: run }) => {
        const followed = runs.get(keyOf(run));
        if (!followed) return;
        runs.set(keyOf(run), { ...followed, run });
        if (type === 'deleted' || isOver(run)) open.delete(keyOf(run));
        show();
        if (open.size === 0) resolve();
      },
    });
    reflector.start();
  });
  clearInterval(redraw);
  progress.end();
  await reflector?.stop();
  return [...runs.values()];
}

const isOver = ({ status }: BatchRun) => status?.completionTime !== undefined;

function followedRuns(objects: readonly KubernetesObject[]): FollowedRun[] {
  const batches = new Map(objects.filter(isBatch).map((batch) => [keyOf(batch), batch.spec]));
  return objects.filter(isRun).map((run) => ({ run, batch: batchOf(run, batches) }));
}

function batchOf({ metadata: { namespace }, spec }: BatchRun, batches: ReadonlyMap<string, BatchSpec>): BatchSpec {
  const { batchSpec, batchRef = '' } = spec;
  return batchSpec ?? batches.get(keyOf({ metadata: { name: batchRef, ...(namespace ? { namespace } : {}) } })) ?? {};
}

const isBatch = (object: KubernetesObject): object is Batch => object.kind === 'Batch';
const isRun = (object: KubernetesObject): object is BatchRun => object.kind === 'BatchRun';
