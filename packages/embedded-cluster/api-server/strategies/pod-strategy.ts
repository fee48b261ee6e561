import { type FieldError, forbidden } from '../../../structural-schema/field-error.js';
import type { ApiObject } from '../objects/api-object.js';
import { equalJson } from '../objects/json-value.js';
import type { Strategy } from '../resources/strategy.js';
import { defaultPodSpec } from './pod-defaults.js';
import type { ContainerDraft, PodSpecDraft } from './pod-spec.js';
import { podSpecErrors } from './pod-validation.js';
import { qosClass } from './qos-class.js';
import { gatedCondition, gatedNodeErrors, newGateErrors } from './scheduling-gates.js';

const specOf = (pod: ApiObject): PodSpecDraft => (pod.spec ?? {}) as PodSpecDraft;
const phaseOf = (pod: ApiObject): unknown => (pod.status as { phase?: string } | undefined)?.phase;

export const podStrategy: Strategy = {
  prepareForCreate(draft) {
    const spec = specOf(draft);
    defaultPodSpec(spec);
    spec.serviceAccountName ??= 'default';
    spec.serviceAccount = spec.serviceAccountName;
    spec.enableServiceLinks ??= true;
    spec.preemptionPolicy ??= 'PreemptLowerPriority';
    spec.priority ??= 0;
    draft.spec = spec;
    const isGated = (spec.schedulingGates ?? []).length > 0;
    const conditions = isGated ? { conditions: [{ ...gatedCondition }] } : {};
    draft.status = { phase: 'Pending', ...conditions, qosClass: qosClass(spec) };
  },
  prepareForUpdate: (draft) => defaultPodSpec(specOf(draft)),
  validate: (pod) => [...podSpecErrors(specOf(pod), 'spec'), ...gatedNodeErrors(specOf(pod))],
  validateUpdate: (pod, old) => [
    ...podSpecErrors(specOf(pod), 'spec'),
    ...newGateErrors(specOf(pod), specOf(old)),
    ...gatedNodeErrors(specOf(pod)),
    ...changeErrors(specOf(pod), specOf(old)),
  ],

  /** Nothing waits for a Pod that runs nowhere or has ended; asking again can only shorten the wait. */
  gracePeriodSeconds(pod, requested) {
    const spec = specOf(pod);
    const ended = phaseOf(pod) === 'Succeeded' || phaseOf(pod) === 'Failed';
    if (!spec.nodeName || ended) return 0;
    const granted = requested ?? spec.terminationGracePeriodSeconds ?? 30;
    return Math.max(0, granted < 0 ? 1 : granted);
  },
};

const refusal =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

function changeErrors(spec: PodSpecDraft, old: PodSpecDraft): FieldError[] {
  return equalJson(fixedPart(spec, old), fixedPart(old, old)) ? [] : [forbidden('spec', refusal)];
}

/** A spec without what may change. A Pod that is not bound yet may be bound: there is no binding subresource here. */
function fixedPart(spec: PodSpecDraft, old: PodSpecDraft): object {
  const {
    activeDeadlineSeconds: _,
    tolerations: __,
    schedulingGates: ___,
    containers,
    initContainers,
    nodeName,
    ...fixed
  } = spec;
  return {
    ...fixed,
    containers: containers?.map(withoutImage),
    initContainers: initContainers?.map(withoutImage),
    nodeName: old.nodeName ? nodeName : undefined,
  };
}

const withoutImage = ({ image: _, ...container }: ContainerDraft): ContainerDraft => container;
