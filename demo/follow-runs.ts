import type { Batch, BatchRun, BatchSpec } from '../api/generated/kinds.js';
import type { KubernetesObject } from '../api/kubernetes-object.js';
import { Reflector } from '../runtime/engine/reflector.js';
import { batchRuns } from '../runtime/engine/resource.js';
import type { Transport } from '../runtime/engine/transport.js';
import type { FollowedRun, Progress } from './progress.js';

const REDRAW_MILLISECONDS = 250;

/**
 * Watches the runs among `objects` until all have ended or `signal` aborts, and shows their progress.
 * @returns the runs as last observed, in the order of `objects`
 */
export async function followRuns(
  transport: Transport,
  objects: readonly KubernetesObject[],
  progress: Progress,
  signal: AbortSignal,
): Promise<FollowedRun[]> {
  const runs = new Map(followedRuns(objects).map((followed) => [nameOf(followed.run), followed]));
  const show = () => progress.show([...runs.values()], Date.now());
  const ended = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve());
    const reflector = new Reflector<BatchRun, BatchRun>({
      transport,
      resource: batchRuns,
      project: (run) => run,
      onChange: ({ object }) => {
        const followed = runs.get(nameOf(object));
        if (!followed) return;
        runs.set(nameOf(object), { ...followed, run: object });
        show();
        if ([...runs.values()].every(isOver)) resolve();
      },
    });
    reflector.start();
    signal.addEventListener('abort', () => void reflector.stop());
  });
  const redraw = setInterval(show, REDRAW_MILLISECONDS);
  await ended;
  clearInterval(redraw);
  progress.end();
  return [...runs.values()];
}

const nameOf = ({ metadata }: BatchRun) => metadata.name;
const isOver = ({ run }: FollowedRun) => run.status?.completionTime !== undefined;

function followedRuns(objects: readonly KubernetesObject[]): FollowedRun[] {
  const batches = new Map(objects.filter(isBatch).map((batch) => [batch.metadata.name, batch.spec]));
  return objects.filter(isRun).map((run) => ({ run, batch: batchOf(run, batches) }));
}

function batchOf({ spec }: BatchRun, batches: ReadonlyMap<string, BatchSpec>): BatchSpec {
  return spec.batchSpec ?? batches.get(spec.batchRef ?? '') ?? {};
}

const isBatch = (object: KubernetesObject): object is Batch => object.kind === 'Batch';
const isRun = (object: KubernetesObject): object is BatchRun => object.kind === 'BatchRun';
