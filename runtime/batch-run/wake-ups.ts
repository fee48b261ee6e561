import { LABEL_BATCH_RUN, LABEL_LIMIT_KEY } from '../../api/labels.js';
import { type Identified, keyOf } from '../engine/object-key.js';
import { type Source, source } from '../engine/source.js';
import type { ObservedWarning } from '../pod/observed-warning.js';
import type { Informers } from './informers.js';
import { limitKeyOf, runsSharing } from './sharing-runs.js';

/** Which runs any news concerns. */
export function wakeUps(informers: Informers): Source[] {
  const { runs, batches, workspaces, jobs, pods, configMaps, warnings } = informers;
  const sharers = (namespace = '', limitKey: string | undefined) =>
    limitKey === undefined ? [] : runsSharing(namespace, limitKey, informers).map(keyOf);
  const sharersOfChild = ({ metadata: { namespace, labels } }: Identified) =>
    sharers(namespace, labels?.[LABEL_LIMIT_KEY]);
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
    source(runs, (run) => sharers(run.metadata.namespace, limitKeyOf(run, informers))),
    source(jobs, runsOfChild),
    source(jobs, sharersOfChild),
    source(pods, runsOfChild),
    source(pods, sharersOfChild),
    source(configMaps, runsOfChild),
    source(warnings, runsOfWarning),
  ];
}
