import { ANNOTATION_STEPS } from '../../api/labels.js';
import { share } from '../../packages/kubernetes-client/cache/intern.js';
import { slim } from '../caches/slim-metadata.js';
import { slimSpec, slimStatus } from '../pod/project-pod.js';
import type { ObservedRunPod, ObservedScripts } from './observed.js';

/** What is kept in memory of a run's Pod: what is kept of every Pod, its steps, and the fields that stopping it needs. */
export function projectRunPod({ apiVersion, kind, metadata, spec, status }: ObservedRunPod): ObservedRunPod {
  const steps = metadata.annotations?.[ANNOTATION_STEPS];
  const annotations = share(steps ? { [ANNOTATION_STEPS]: steps } : {});
  return {
    apiVersion,
    kind,
    metadata: { ...slim(metadata), annotations },
    spec: slimSpec(spec),
    status: slimStatus(status),
  };
}

export const projectScripts = ({ apiVersion, kind, metadata }: ObservedScripts): ObservedScripts => ({
  apiVersion,
  kind,
  metadata: slim(metadata),
});
