import { ANNOTATION_AGENT_PLAN_HASH } from '../../api/labels.js';
import { contentHash } from '../../packages/kubernetes-conventions/content-hash.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/**
 * The object with a hash of its own. What is applied is compared field by field with what is there, which does not show a
 * field or an item of a list that is no longer planned; the hash does.
 */
export function withPlanHash<Planned extends KubernetesObject>(planned: Planned): Planned {
  const { metadata } = planned;
  const annotations = { ...metadata.annotations, [ANNOTATION_AGENT_PLAN_HASH]: contentHash(planned) };
  return { ...planned, metadata: { ...metadata, annotations } };
}
