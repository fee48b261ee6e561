import { qualifiedNameErrors } from '../../../kubernetes-conventions/metadata/names.js';
import { duplicate, type FieldError, forbidden, invalid, required } from '../../../structural-schema/field-error.js';
import type { PodSpecDraft } from './pod-spec.js';

/** @source kubernetes: pkg/apis/core/validation, `validateSchedulingGates` */
export function schedulingGateErrors({ schedulingGates = [] }: PodSpecDraft, path: string): FieldError[] {
  const seen = new Set<string>();
  return schedulingGates.flatMap(({ name = '' }, index) => {
    const at = `${path}.schedulingGates[${index}]`;
    const again = seen.has(name) ? [duplicate(at, name)] : [];
    seen.add(name);
    if (name === '') return [required(at, 'name part must be non-empty')];
    return [...qualifiedNameErrors(name).map((why) => invalid(at, name, why)), ...again];
  });
}

/** A Pod that waits for its gates has no node. */
export const gatedNodeErrors = ({ schedulingGates = [], nodeName }: PodSpecDraft): FieldError[] =>
  schedulingGates.length > 0 && nodeName
    ? [forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared')]
    : [];

/** Gates can only be removed. */
export function newGateErrors(spec: PodSpecDraft, old: PodSpecDraft): FieldError[] {
  const known = new Set(old.schedulingGates?.map(({ name }) => name));
  return (spec.schedulingGates ?? [])
    .filter(({ name }) => !known.has(name))
    .map(({ name }) =>
      forbidden('spec.schedulingGates', `only deletion is allowed, but found new scheduling gate '${name}'`),
    );
}

/** What the API server itself says of a new Pod that has gates; the scheduler never looks at it. */
export const gatedCondition = {
  type: 'PodScheduled',
  status: 'False',
  reason: 'SchedulingGated',
  message: 'Scheduling is blocked due to non-empty scheduling gates',
  lastProbeTime: null,
  lastTransitionTime: null,
} as const;
