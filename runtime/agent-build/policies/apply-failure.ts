import { deliveredBy } from '../../../api/gitops/delivered-by.js';
import type { AgentBuildReason } from '../../../api/kinds/agent-build.js';
import { oneLine } from '../../../packages/kubernetes-conventions/sentence.js';
import { conflictText } from '../../engine/conflict.js';
import type { ChildFailure } from '../../engine/reconcile/act.js';
import type { BuildState } from '../build-state.js';
import type { ObservedChild } from '../observed.js';

/** Far below the schema's limit: each condition repeats the message. */
const MAX_MESSAGE = 8192;

/** What keeps a child from being as it is planned, and whether a user has to act. */
export interface ApplyFailure {
  readonly kind: string;
  readonly name: string;
  /** Another owner has an object of that name. */
  readonly isConflict: boolean;
  readonly isStalled: boolean;
  readonly message: string;
}

/** An object of the wanted name that another owner controls, or a Git tool applies. It is never changed. */
export function conflict(child: ObservedChild): ApplyFailure {
  const { kind, metadata } = child;
  const message = conflictText(child, deliveredBy(metadata));
  return { kind, name: metadata.name, isConflict: true, isStalled: true, message };
}

/** A change that the API server, or Tekton's admission, did not make. An object of the same name that is found only then is a conflict, too. */
export function applyFailure({ change: { object }, reason, message, transient }: ChildFailure): ApplyFailure {
  return {
    kind: object.kind,
    name: object.metadata.name,
    isConflict: reason === 'AlreadyExists',
    isStalled: !transient,
    message: oneLine(message, MAX_MESSAGE),
  };
}

/** The state of a build that cannot begin for that reason. */
export const applyFailedState = ({ kind, isConflict, isStalled, message }: ApplyFailure): BuildState => ({
  phase: 'Pending',
  reason: (isConflict && conflictReasons[kind]) || 'ApplyFailed',
  message,
  isStalled,
});

const conflictReasons: Readonly<Record<string, AgentBuildReason>> = {
  ServiceAccount: 'ServiceAccountConflict',
  Pipeline: 'PipelineConflict',
  PipelineRun: 'PipelineRunConflict',
};
