import { isJsonObject } from '../../../structural-schema/json-schema-props.js';
import type { ContainerDraft, PodSpecDraft } from './pod-spec.js';

const counted = ['cpu', 'memory'] as const;

/** Guaranteed when every container's limits equal its requests for CPU and memory, BestEffort when none has any. */
export function qosClass({
  containers = [],
  initContainers = [],
}: PodSpecDraft): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const all = [...containers, ...initContainers].map(amounts);
  if (all.every(({ limits, requests }) => counted.every((name) => !limits[name] && !requests[name])))
    return 'BestEffort';
  const guaranteed = all.every(({ limits, requests }) =>
    counted.every(
      (name) => limits[name] !== undefined && String(requests[name] ?? limits[name]) === String(limits[name]),
    ),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

function amounts({ resources }: ContainerDraft): {
  limits: Record<string, unknown>;
  requests: Record<string, unknown>;
} {
  const { limits, requests } = isJsonObject(resources) ? resources : {};
  return { limits: isJsonObject(limits) ? { ...limits } : {}, requests: isJsonObject(requests) ? { ...requests } : {} };
}
