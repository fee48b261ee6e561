import type { BuildRecord, Phase } from '../../api/generated/kinds.js';
import { isFinishedPhase } from '../../api/status/finished.js';

/** The state of a build in one word, and why. */
export interface BuildState {
  readonly phase: Phase;
  /** An AgentBuildReason, or a word of Tekton's. */
  readonly reason: string;
  readonly message: string;
  /** It does not continue until an object changes, although it is not finished. @default false */
  readonly isStalled?: boolean;
}

/** Whether the build's state never changes again: a spec is built once. */
export const isFinished = ({ phase }: Pick<BuildState, 'phase'>): boolean => isFinishedPhase(phase);

/** Whether it was cancelled for another spec, and so counts as not built. */
export const isSuperseded = (record: Pick<BuildRecord, 'phase' | 'reason'>): boolean =>
  isFinished(record) && record.reason === 'Superseded';

/** Reasons of a build that makes progress. */
const ordinary: ReadonlySet<string> = new Set(['PipelineRunPending', 'Running', 'Cancelling', 'Superseded']);

/** Whether a build that is not finished is blocked. */
export const isStalledBuild = ({ phase, reason = '' }: Pick<BuildRecord, 'phase' | 'reason'>): boolean =>
  !isFinished({ phase }) && !ordinary.has(reason);
