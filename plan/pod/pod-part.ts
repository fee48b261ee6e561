import type { V1Container, V1EnvVar, V1Volume, V1VolumeMount } from '@kubernetes/client-node';

/** What one feature adds to a task's Pod. Parts are joined in order, so that the Pod is the sum of its features. */
export interface PodPart {
  readonly initContainers?: readonly V1Container[];
  readonly volumes?: readonly V1Volume[];
  /** Environment of every container. */
  readonly env?: readonly V1EnvVar[];
  /** Mounts of every container. */
  readonly mounts?: readonly V1VolumeMount[];
  /** Environment of the agent or the steps alone. */
  readonly agentEnv?: readonly V1EnvVar[];
  /** Mounts of the agent or the steps alone. */
  readonly agentMounts?: readonly V1VolumeMount[];
}

export type JoinedParts = Required<PodPart>;

/** All of the given parts' lists, joined in order. */
export function joinParts(parts: readonly PodPart[]): JoinedParts {
  return {
    initContainers: parts.flatMap((part) => part.initContainers ?? []),
    volumes: parts.flatMap((part) => part.volumes ?? []),
    env: parts.flatMap((part) => part.env ?? []),
    mounts: parts.flatMap((part) => part.mounts ?? []),
    agentEnv: parts.flatMap((part) => part.agentEnv ?? []),
    agentMounts: parts.flatMap((part) => part.agentMounts ?? []),
  };
}
