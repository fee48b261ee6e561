import type { AgentBuildReason } from '../../api/reasons.js';
import { controllerOf, ownerText } from '../engine/owner.js';
import type { ChildFailure } from '../engine/reconcile/act.js';
import { deliveredBy } from '../run/delivered-by.js';
import { oneLine } from '../run/sentence.js';
import type { BuildState } from './build-state.js';
import type { ObservedChild } from './observed.js';

/** Far below the schema's limit: each condition repeats the message. */
const MAX_MESSAGE = 8192;

/** What keeps a child from being as it is planned, and whether somebody has to do something about it. */
export interface Refusal {
  readonly kind: string;
  readonly name: string;
  /** Somebody else has an object of that name. */
  readonly isForeign: boolean;
  readonly isStalled: boolean;
  readonly message: string;
}

/** A namesake that is not, or not only, the AgentBuild's. It is left alone whatever it says. */
export function foreign(child: ObservedChild): Refusal {
  const { kind, metadata } = child;
  const { name } = metadata;
  const tool = deliveredBy(metadata);
  const owner = controllerOf(child);
  const others = owner ? `belongs to ${ownerText(owner)}` : 'has no controller';
  const whose = tool ? `is delivered by ${tool}` : others;
  const message = `${kind} ${name} exists already and ${whose}; delete or rename one of the two`;
  return { kind, name, isForeign: true, isStalled: true, message };
}

/** What the API server, or Tekton's admission, did not do. A namesake that was found only then is told as one that was known. */
export function refused({ change: { object }, reason, message, transient }: ChildFailure): Refusal {
  return {
    kind: object.kind,
    name: object.metadata.name,
    isForeign: reason === 'AlreadyExists',
    isStalled: !transient,
    message: oneLine(message, MAX_MESSAGE),
  };
}

/** The state of a build that cannot begin for that reason. */
export const refusedState = ({ kind, isForeign, isStalled, message }: Refusal): BuildState => ({
  phase: 'Pending',
  reason: (isForeign && foreignReasons[kind]) || 'ApplyFailed',
  message,
  isStalled,
});

const foreignReasons: Readonly<Record<string, AgentBuildReason>> = {
  ServiceAccount: 'ForeignServiceAccount',
  Pipeline: 'ForeignPipeline',
  PipelineRun: 'ForeignPipelineRun',
};
