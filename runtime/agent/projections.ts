import { LABEL_AGENT } from '../../api/labels.js';
import type { ObservedContainer, ObservedPod } from '../pod/observed-pod.js';
import { projectPod } from '../pod/project-pod.js';
import type { ObservedAgentPod } from './observed.js';

/** A Pod as the server sends it, as far as it is read. */
export interface RawPod extends ObservedPod {
  readonly status?: ObservedPod['status'] & { readonly containerStatuses?: readonly RawContainer[] };
}

interface RawContainer extends ObservedContainer {
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly lastState?: { readonly terminated?: { readonly exitCode: number } };
}

/** What is kept in memory of an agent's Pod. */
export function projectAgentPod(pod: RawPod): ObservedAgentPod {
  const projected = projectPod(pod);
  const agent = pod.metadata.labels?.[LABEL_AGENT] ?? '';
  const containers: readonly RawContainer[] = pod.status?.containerStatuses ?? [];
  const [lastExitCode] = containers.flatMap(({ lastState }) => lastState?.terminated?.exitCode ?? []);
  const restarts = containers.reduce((sum, { ready, restartCount = 0 }) => sum + (ready ? 0 : restartCount), 0);
  return {
    ...projected,
    metadata: { ...projected.metadata, labels: { [LABEL_AGENT]: agent } },
    ...(lastExitCode === undefined ? {} : { lastExitCode }),
    ...(restarts === 0 ? {} : { restarts }),
  };
}
