import type {
  V1ConfigMap,
  V1Container,
  V1ContainerState,
  V1ContainerStateTerminated,
  V1ContainerStatus,
  V1DeploymentSpec,
  V1DeploymentStatus,
  V1EnvVar,
  V1JobCondition,
  V1JobSpec,
  V1JobStatus,
  V1NodeSpec,
  V1NodeStatus,
  V1PodCondition,
  V1PodSpec,
  V1PodStatus,
  V1PodTemplateSpec,
  V1Probe,
  V1ReplicaSetSpec,
  V1ReplicaSetStatus,
  V1Secret,
  V1ServiceSpec,
  V1Volume,
  V1VolumeMount,
} from '@kubernetes/client-node';
import type { KubernetesObject } from '../kubernetes-conventions/kubernetes-object.js';

/** A client type as it travels in JSON: dates are RFC 3339 strings, and nothing may be changed in place. */
export type Raw<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? readonly Raw<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Raw<T[Key]> }
      : T;

/** A container of an open Pod. */
export type Container = Raw<V1Container>;
export type ContainerState = Raw<V1ContainerState>;
export type ContainerStateTerminated = Raw<V1ContainerStateTerminated>;
export type ContainerStatus = Raw<V1ContainerStatus>;
export type DeploymentStatus = Raw<V1DeploymentStatus>;
export type EnvVar = Raw<V1EnvVar>;
export type JobCondition = Raw<V1JobCondition>;
export type JobSpec = Raw<V1JobSpec>;
export type JobStatus = Raw<V1JobStatus>;
export type PodCondition = Raw<V1PodCondition>;
export type PodSpec = Raw<V1PodSpec>;
export type PodStatus = Raw<V1PodStatus>;
export type PodTemplate = Raw<V1PodTemplateSpec>;
export type Probe = Raw<V1Probe>;
export type ReplicaSetStatus = Raw<V1ReplicaSetStatus>;
/** A volume of an open Pod, as a folder of this machine. */
export type Volume = Raw<V1Volume>;
export type VolumeMount = Raw<V1VolumeMount>;

/** A `v1` Pod. */
export interface Pod extends KubernetesObject {
  readonly spec: PodSpec;
  readonly status?: PodStatus;
}

/** A `batch/v1` Job. */
export interface Job extends KubernetesObject {
  readonly spec: JobSpec;
  readonly status?: JobStatus;
}

/** An `apps/v1` Deployment. */
export interface Deployment extends KubernetesObject {
  readonly spec: Raw<V1DeploymentSpec>;
  readonly status?: DeploymentStatus;
}

/** An `apps/v1` ReplicaSet. */
export interface ReplicaSet extends KubernetesObject {
  readonly spec: Raw<V1ReplicaSetSpec>;
  readonly status?: ReplicaSetStatus;
}

/** A `v1` Service. */
export interface Service extends KubernetesObject {
  readonly spec: Raw<V1ServiceSpec>;
}

export interface Node extends KubernetesObject {
  readonly spec: Raw<V1NodeSpec>;
  readonly status?: Raw<V1NodeStatus>;
}

/** A `v1` ConfigMap. */
export type ConfigMap = KubernetesObject & Pick<Raw<V1ConfigMap>, 'data' | 'binaryData'>;
/** A `v1` Secret. */
export type Secret = KubernetesObject & Pick<Raw<V1Secret>, 'data'>;

/** `namespace/name`: how an object is called within its kind. */
export type ObjectKey = string;

export function keyOf(object: KubernetesObject): ObjectKey {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

/** Succeeded and Failed are final: no kubelet runs such a Pod again. */
export function isTerminal(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}
