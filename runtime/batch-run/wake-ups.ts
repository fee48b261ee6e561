import { LABEL_BATCH_RUN } from '../../api/labels.js';
import { type Source, source } from '../../packages/kubernetes-client/cache/source.js';
import { type Identified, keyOf } from '../../packages/kubernetes-conventions/object-key.js';
import type { ObservedWarning } from '../caches/observed-warning.js';
import type { SharedLimits } from '../limits/shared-limits.js';
import type { Informers } from './informers.js';
import { runsSharing } from './policies/shared-limit.js';

/** The runs that each change concerns. */
export function wakeUps(informers: Informers, limits: SharedLimits): Source[] {
  const { runs, batches, workspaces, jobs, pods, configMaps, warnings } = informers;
  const runsOfChild = ({ metadata: { namespace, labels } }: Identified): string[] =>
    runs.store.list('byLabelValue', `${namespace}/${labels?.[LABEL_BATCH_RUN]}`).map(keyOf);
  const runsOfWarning = ({ involvedObject: { kind, name }, metadata: { namespace = '' } }: ObservedWarning) => {
    const involved = (kind === 'Job' ? jobs : pods).store.get(namespace, name);
    return involved ? runsOfChild(involved) : [];
  };
  return [
    source(runs, (run) => [keyOf(run)]),
    source(batches, (batch) => runs.store.list('byBatch', keyOf(batch)).map(keyOf)),
    source(workspaces, ({ metadata: { namespace = '' } }) => runs.store.list('byNamespace', namespace).map(keyOf)),
    limits.source((limit) => runsSharing(limit, informers).map(keyOf)),
    source(jobs, runsOfChild),
    source(pods, runsOfChild),
    source(configMaps, runsOfChild),
    source(warnings, runsOfWarning),
  ];
}
