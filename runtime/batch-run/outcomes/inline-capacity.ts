import type { BatchRun } from '../../../api/generated/kinds.js';
import type { Offloaded } from '../../templates/offload.js';
import { MAX_ENTRY_BYTES } from './entry-size.js';

const MAX_INLINE_TASKS = 500;
const OBJECT_BYTES = 1024 * 1024;
/** Conditions, index lists and metadata that others add. */
const RESERVED_BYTES = 160 * 1024;
/** What an API server adds per entry in managedFields: every field of every entry once. */
export const MANAGED_FIELDS_BYTES = 576;

/** Whether the status itself can keep every entry of a run of so many tasks. */
export const isInline = (run: BatchRun, total: number): boolean => total <= inlineCapacity(run);

/** How many task entries fit into the run's own status, at their largest: 500, fewer when its spec is very large. */
export function inlineCapacity({ status: _, offloadedBytes = 0, ...rest }: BatchRun & Offloaded): number {
  const free = OBJECT_BYTES - RESERVED_BYTES - offloadedBytes - Buffer.byteLength(JSON.stringify(rest));
  return Math.max(0, Math.min(MAX_INLINE_TASKS, Math.floor(free / (MAX_ENTRY_BYTES + MANAGED_FIELDS_BYTES))));
}
