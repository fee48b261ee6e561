import { LABEL_BATCH_RUN } from '../../api/labels.js';
import { fitName } from '../../packages/kubernetes-conventions/fit-name.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { isOwn, schemaOf } from '../../plan/manifest/object/own-kind.js';
import type { RunOrigin } from '../../plan/review/plan-review.js';
import type { SideObject } from '../../plan/review/side.js';
import { plannedRuns } from '../plan/planned-runs.js';

/**
 * Manifests with what they lead to. The Jobs of a synthesized run that are among the manifests count as they are; those of any
 * other run are planned.
 */
export function* sideOfManifests(objects: readonly KubernetesObject[]): Generator<SideObject> {
  const written = new Set(objects.flatMap(runOfJob));
  const synthesized = new Set(objects.flatMap(synthesizedRun));
  for (const run of plannedRuns(objects.filter((object) => schemaOf(object) !== undefined))) {
    const place = placeOf(run.namespace, fitName(run.name.slice(run.name.indexOf('/') + 1)));
    if (run.name.startsWith('batchrun/') && written.has(place)) continue;
    const origin: RunOrigin = !run.isReal ? 'Assumed' : synthesized.has(place) ? 'Written' : 'Planned';
    for (const object of run.objects()) yield { object, origin };
  }
  for (const object of objects) yield { object, origin: 'Written' };
}

const placeOf = (namespace: string | undefined, run: string): string => JSON.stringify([namespace ?? '', run]);

const runOfJob = ({ kind, metadata: { namespace, labels } }: KubernetesObject): string[] => {
  const run = labels?.[LABEL_BATCH_RUN];
  return kind === 'Job' && run !== undefined ? [placeOf(namespace, run)] : [];
};

const synthesizedRun = (object: KubernetesObject): string[] =>
  isOwn(object, 'BatchRun') && object.spec?.jobs === 'synthesized'
    ? [placeOf(object.metadata.namespace, fitName(object.metadata.name))]
    : [];
