import type { BatchSpec, WorkspaceConfigSpec } from '../api/generated/kinds.js';
import { contentHash } from '../plan/content-hash.js';

/** How a BatchRun is called: by a full name, by `<batch>-<runId>`, or by `<batch>-<hash of what it runs>`. */
export type RunName =
  | { readonly name: string; readonly runId?: never; readonly suffix?: never }
  | { readonly runId: string; readonly name?: never; readonly suffix?: never }
  | { readonly suffix: 'content'; readonly name?: never; readonly runId?: never };

const HASH_LENGTH = 10;

/** The name of a run. With a content suffix it is the beginning of the plan's hash: another content is another run. */
export function runName(
  { name, runId }: RunName,
  batch: { readonly name: string; readonly spec: BatchSpec },
  workspace: WorkspaceConfigSpec,
): string {
  return name ?? `${batch.name}-${runId ?? contentHash([batch.spec, workspace], HASH_LENGTH)}`;
}
