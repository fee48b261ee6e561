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
    initContainers: joinLists(parts, 'initContainers'),
    volumes: joinLists(parts, 'volumes'),
    env: joinLists(parts, 'env'),
    mounts: joinLists(parts, 'mounts'),
    agentEnv: joinLists(parts, 'agentEnv'),
    agentMounts: joinLists(parts, 'agentMounts'),
  };
}

/** A loop, since most parts have nothing of a kind, and every task's Pod is joined. */
function joinLists<List extends keyof PodPart>(parts: readonly PodPart[], list: List): JoinedParts[List] {
  const joined: unknown[] = [];
  for (const part of parts) if (part[list]) joined.push(...part[list]);
  return joined as unknown as JoinedParts[List];
}
