import { ANNOTATION_ATTEMPT, ANNOTATION_LAST_REASON } from '../../api/labels.js';
import type { PodPart } from './pod-part.js';

/**
 * Which attempt of its task the Pod of a Job is, and why the one before ended. The annotations are the reconciler's, which
 * writes them when it removes the start gate; for a Pod without the gate both variables are empty.
 *
 * @source kubernetes: pkg/fieldpath, a missing annotation is an empty text
 */
export const attemptEnv: PodPart = {
  agentEnv: [
    fromAnnotation('KUBETASK_ATTEMPT', ANNOTATION_ATTEMPT),
    fromAnnotation('KUBETASK_LAST_REASON', ANNOTATION_LAST_REASON),
  ],
};

function fromAnnotation(name: string, annotation: string) {
  const fieldPath = `metadata.annotations['${annotation}']`;
  return { name, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } } };
}
