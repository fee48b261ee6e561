import { LABEL_AGENT } from '../../api/labels.js';
import type { Fields } from '../../packages/kubernetes-client/transport/skim.js';
import { oneLine } from '../../packages/kubernetes-conventions/sentence.js';
import type { ObservedContainer, ObservedPod, ObservedTermination } from '../pod/observed-pod.js';
import { isRuntimeError } from '../pod/pod-failure.js';
import { containerFields, podFields, projectPod } from '../pod/project-pod.js';
import type { ContainerEnd, ObservedAgentPod } from './observed.js';

/** A Pod as the server sends it, as far as it is read. */
export interface RawPod extends Omit<ObservedPod, 'status'> {
  readonly status?: Omit<NonNullable<ObservedPod['status']>, 'containerStatuses'> & {
    readonly containerStatuses?: readonly RawContainer[];
  };
}

interface RawContainer extends ObservedContainer {
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly lastState?: { readonly terminated?: ObservedTermination };
}

/** Everything of an agent's Pod that is read beside its metadata. */
export const agentPodFields: Fields = {
  ...podFields,
  status: {
    ...(podFields['status'] as Fields),
    containerStatuses: { ...containerFields, ready: true, restartCount: true },
  },
};

/** What is kept in memory of an agent's Pod. */
export function projectAgentPod(pod: RawPod): ObservedAgentPod {
  const projected = projectPod(pod);
  const agent = pod.metadata.labels?.[LABEL_AGENT] ?? '';
  const unready = (pod.status?.containerStatuses ?? []).filter(({ ready }) => !ready);
  const [lastEnd] = unready.flatMap(endOf);
  const [running] = unready.flatMap(runningSince);
  const restarts = unready.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0);
  return {
    ...projected,
    metadata: { ...projected.metadata, labels: { [LABEL_AGENT]: agent } },
    ...(lastEnd && { lastEnd }),
    ...(restarts === 0 ? {} : { restarts }),
    ...(running && { unready: running }),
  };
}

function endOf({ name, state, lastState }: RawContainer): ContainerEnd[] {
  const terminated = state?.terminated ?? lastState?.terminated;
  if (!terminated) return [];
  const { exitCode, reason, message } = terminated;
  const said = isRuntimeError(terminated) && message ? { message: oneLine(message) } : {};
  return [{ container: name, exitCode, ...(reason && { reason }), ...said }];
}

const runningSince = ({ name, state }: RawContainer) =>
  state?.running?.startedAt ? [{ container: name, startedAt: state.running.startedAt }] : [];
