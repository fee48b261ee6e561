import type { BuildRecord, Phase } from '../../../api/generated/kinds.js';

/** The state of a build in one word, and why. */
export interface BuildState {
  readonly phase: Phase;
  /** An AgentBuildReason, or a word of Tekton's. */
  readonly reason: string;
  readonly message: string;
  /** It will not go on unless somebody changes something, although it is not over. @default false */
  readonly isStalled?: boolean;
}

/** Succeeded, Failed and Cancelled are final: a spec is built once. */
export const isFinal = ({ phase }: Pick<BuildState, 'phase'>): boolean =>
  phase === 'Succeeded' || phase === 'Failed' || phase === 'Cancelled';

/** Whether it was cancelled for another spec, and so counts as not built. */
export const isSuperseded = (record: Pick<BuildRecord, 'phase' | 'reason'>): boolean =>
  isFinal(record) && record.reason === 'Superseded';

/** What is no trouble, only the way there. */
const ordinary: ReadonlySet<string> = new Set(['PipelineRunPending', 'Running', 'Cancelling', 'Superseded']);

/** Whether something keeps a build that is not over from going on. */
export const isTroubled = ({ phase, reason = '' }: Pick<BuildRecord, 'phase' | 'reason'>): boolean =>
  !isFinal({ phase }) && !ordinary.has(reason);
