import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { AGENT_CONTAINER } from '../../api/containers.js';
import {
  ANNOTATION_TASK_KEY,
  LABEL_AGENT,
  LABEL_JOB_NAME,
  LABEL_TASK_INDEX,
  LABEL_TASK_NAME,
} from '../../api/labels.js';
import { shortKey } from '../../plan/naming.js';

/** A container whose log may be read, as the Pod last said. */
export interface LogSource {
  readonly podName: string;
  readonly podUid: string;
  readonly namespace: string;
  readonly container: string;
  /** What its lines are marked with: `task-3`, `payments`, `task-3:clone-0`, `build`; of an agent its Pod. */
  readonly label: string;
  /** Position of the task; undefined in a TaskRun, and of a task with a name. */
  readonly taskIndex?: number;
  /** What a task is called: as its Job; one with a name also so, and with the beginning of its key. */
  readonly taskNames?: readonly string[];
  readonly state: 'waiting' | 'running' | 'terminated';
  /** Of a container that has ended. */
  readonly exitCode?: number;
  /** The containers after it do not start before it has ended. */
  readonly isInSequence: boolean;
}

/** The containers of a Pod in the order in which they start. */
export function podContainers(pod: V1Pod): LogSource[] {
  const { initContainers = [], containers = [] } = pod.spec ?? {};
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  const byName = new Map(statuses.map((status) => [status.name, status]));
  const source = (container: string, isInSequence: boolean): LogSource => ({
    podName: pod.metadata?.name ?? '',
    podUid: pod.metadata?.uid ?? '',
    namespace: pod.metadata?.namespace ?? '',
    container,
    ...labelOf(pod, container),
    ...stateOf(byName.get(container), pod.spec?.restartPolicy === 'Always'),
    isInSequence,
  });
  return [
    ...initContainers.map(({ name, restartPolicy }) => source(name, restartPolicy !== 'Always')),
    ...containers.map(({ name }) => source(name, false)),
  ];
}

function labelOf({ metadata }: V1Pod, container: string): Pick<LogSource, 'label' | 'taskIndex' | 'taskNames'> {
  const labels = metadata?.labels ?? {};
  const { [LABEL_TASK_INDEX]: index, [LABEL_TASK_NAME]: name, [LABEL_AGENT]: agentName } = labels;
  const within = (whole: string) => (container === AGENT_CONTAINER ? whole : `${whole}:${container}`);
  const job = labels[LABEL_JOB_NAME];
  const jobNames = job === undefined ? [] : [job];
  if (index !== undefined) return { label: within(`task-${index}`), taskIndex: Number(index), taskNames: jobNames };
  if (name !== undefined) {
    const key = metadata?.annotations?.[ANNOTATION_TASK_KEY] ?? '';
    return { label: within(name), taskNames: [name, `${name}-${shortKey(key)}`, ...jobNames] };
  }
  return { label: agentName === undefined ? container : within(metadata?.name ?? '') };
}

/**
 * Between two restarts a container waits; its last run is what there is to read. One that is always started again continues.
 */
function stateOf(
  status: V1ContainerStatus | undefined,
  isAlwaysRestarted: boolean,
): Pick<LogSource, 'state' | 'exitCode'> {
  const { running, terminated } = status?.state ?? {};
  const ended = terminated ?? (running ? undefined : status?.lastState?.terminated);
  if (running) return { state: 'running' };
  return ended
    ? { state: isAlwaysRestarted ? 'running' : 'terminated', exitCode: ended.exitCode }
    : { state: 'waiting' };
}
