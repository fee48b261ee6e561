import type { Container, ContainerState, ObjectKey, Pod } from '../../objects.js';
import type { PreparedContainer } from '../container/prepare-container.js';
import type { ContainerLog } from '../logs/container-log.js';
import type { ContainerProcess } from '../processes/container-process.js';
import type { PodMark } from '../processes/pod-mark.js';
import type { LocalPorts } from '../services/local-ports.js';
import type { VolumeFolders } from '../volumes/mount-volumes.js';

/** A run of a container, as long as its process is there. */
export interface ContainerRun {
  readonly container: Container;
  readonly prepared: PreparedContainer;
  readonly process: ContainerProcess;
  /** Aborts when the process has ended. */
  readonly ended: AbortSignal;
}

/** What the kubelet knows of one container; changed in place as it lives. */
export interface ContainerRecord {
  readonly container: Container;
  readonly isInit: boolean;
  state: ContainerState;
  /** How the run before this one ended. */
  lastState?: ContainerState;
  /** Restarts, not starts. */
  restartCount: number;
  run?: ContainerRun;
  /** What the readiness probe of this run said last; false before. Absent without such a probe. */
  isReady?: boolean;
  /** Of the latest run. */
  containerId?: string;
  log?: ContainerLog;
  previousLog?: ContainerLog;
}

/** Why a Pod as a whole has failed, whatever its containers did. */
export interface PodFailure {
  readonly reason: string;
  readonly message: string;
}

/** What the kubelet knows of one Pod; changed in place as it lives. */
export interface PodRecord {
  readonly key: ObjectKey;
  readonly startTime: string;
  /** Set when the node takes the Pod on. */
  mark?: PodMark;
  /** Set once every volume is there: from then on containers may start. */
  volumes?: VolumeFolders;
  /** Known from then on, too. */
  ports: LocalPorts;
  failure?: PodFailure;
  /** Nothing of it runs, and nothing will. */
  hasEnded?: boolean;
  readonly initContainers: readonly ContainerRecord[];
  readonly containers: readonly ContainerRecord[];
}

export function createPodRecord(pod: Pod, startTime: string): PodRecord {
  const { initContainers = [], containers } = pod.spec;
  const reason = initContainers.length > 0 ? 'PodInitializing' : 'ContainerCreating';
  const newRecord = (container: Container, isInit: boolean): ContainerRecord => ({
    container,
    isInit,
    state: { waiting: { reason } },
    restartCount: 0,
  });
  return {
    key: `${pod.metadata.namespace ?? ''}/${pod.metadata.name}`,
    startTime,
    ports: new Map(),
    initContainers: initContainers.map((container) => newRecord(container, true)),
    containers: containers.map((container) => newRecord(container, false)),
  };
}

/** An init container that keeps running beside the others instead of ending before them. */
export function isSidecar({ isInit, container }: ContainerRecord): boolean {
  return isInit && container.restartPolicy === 'Always';
}
