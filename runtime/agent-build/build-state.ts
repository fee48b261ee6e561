import type { BuildRecord, Phase } from '../../api/generated/kinds.js';
import { isFinishedPhase } from '../../api/status/finished.js';

/** The state of a build in one word, and why. */
export interface BuildState {
  readonly phase: Phase;
  /** An AgentBuildReason, or a word of Tekton's. */
  readonly reason: string;
  readonly message: string;
  /** It will not go on unless somebody changes something, although it is not over. @default false */
  readonly isStalled?: boolean;
}

/** Whether the build's state never changes again: a spec is built once. */
export const isFinished = ({ phase }: Pick<BuildState, 'phase'>): boolean => isFinishedPhase(phase);

/** Whether it was cancelled for another spec, and so counts as not built. */
export const isSuperseded = (record: Pick<BuildRecord, 'phase' | 'reason'>): boolean =>
  isFinished(record) && record.reason === 'Superseded';

/** Reasons of a build that makes progress. */
const ordinary: ReadonlySet<string> = new Set(['PipelineRunPending', 'Running', 'Cancelling', 'Superseded']);

/** Whether something keeps a build that is not over from going on. */
export const isStalledBuild = ({ phase, reason = '' }: Pick<BuildRecord, 'phase' | 'reason'>): boolean =>
  !isFinished({ phase }) && !ordinary.has(reason);
