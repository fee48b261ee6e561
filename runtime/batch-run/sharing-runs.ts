import type { BatchRun } from '../../api/generated/kinds.js';
import type { Informers } from './informers.js';
import { templateObjects } from './template-objects.js';

/** The limit that a run shares with others, as its WorkspaceConfig names it. */
export const limitKeyOf = (run: BatchRun, informers: Informers): string | undefined =>
  templateObjects(run, informers).workspace?.spec.concurrency?.limitKey;

/** The unfinished runs of a namespace that share a limit, in no particular order. */
export const runsSharing = (namespace: string, limitKey: string, informers: Informers): BatchRun[] =>
  informers.runs.store.list('unfinished', namespace).filter((run) => limitKeyOf(run, informers) === limitKey);
