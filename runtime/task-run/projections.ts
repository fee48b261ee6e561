import { ANNOTATION_STEPS } from '../../api/labels.js';
import { projectPod } from '../pod/project-pod.js';
import { slim } from '../run/slim-metadata.js';
import type { ObservedRunPod, ObservedScripts } from './observed.js';

/** What is kept in memory of a run's Pod: what any Pod tells, its steps, and what stopping it depends on. */
export function projectRunPod(pod: ObservedRunPod): ObservedRunPod {
  const projected = projectPod(pod);
  const steps = pod.metadata.annotations?.[ANNOTATION_STEPS];
  const { nodeName, activeDeadlineSeconds } = pod.spec ?? {};
  return {
    ...projected,
    metadata: { ...projected.metadata, ...(steps && { annotations: { [ANNOTATION_STEPS]: steps } }) },
    spec: { ...(nodeName && { nodeName }), ...(activeDeadlineSeconds && { activeDeadlineSeconds }) },
  };
}

export const projectScripts = ({ apiVersion, kind, metadata }: ObservedScripts): ObservedScripts => ({
  apiVersion,
  kind,
  metadata: slim(metadata),
});
