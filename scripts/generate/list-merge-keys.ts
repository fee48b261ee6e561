interface ListMerge {
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-list-type'?: 'set' | 'map' | 'atomic';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: 'atomic';
}

const mergedBy = (patchKey: string, mapKeys: readonly string[] = [patchKey], strategy = 'merge'): ListMerge => ({
  'x-kubernetes-patch-merge-key': patchKey,
  'x-kubernetes-patch-strategy': strategy,
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': mapKeys,
});
const mergedSet: ListMerge = { 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-list-type': 'set' };
const set: ListMerge = { 'x-kubernetes-list-type': 'set' };
const map = (...keys: string[]): ListMerge => ({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys });
const atomicMap: ListMerge = { 'x-kubernetes-map-type': 'atomic' };

/**
 * How lists (and a few maps) of built-in kinds are merged, by `<Definition>.<field>` or `<Definition>`. The models of client-node do
 * not contain this. A list that is not named here is atomic.
 * Source: the `+listType`, `+listMapKey`, `+patchMergeKey` and `+structType` marks of k8s.io/api.
 */
export const listMergeKeys: Readonly<Record<string, ListMerge>> = {
  'ObjectMeta.finalizers': mergedSet,
  'ObjectMeta.ownerReferences': mergedBy('uid'),
  'PodSpec.containers': mergedBy('name'),
  'PodSpec.initContainers': mergedBy('name'),
  'PodSpec.ephemeralContainers': mergedBy('name'),
  'PodSpec.volumes': mergedBy('name', ['name'], 'merge,retainKeys'),
  'PodSpec.imagePullSecrets': mergedBy('name'),
  'PodSpec.hostAliases': mergedBy('ip'),
  'PodSpec.topologySpreadConstraints': mergedBy('topologyKey', ['topologyKey', 'whenUnsatisfiable']),
  'PodSpec.schedulingGates': mergedBy('name'),
  'PodSpec.resourceClaims': mergedBy('name', ['name'], 'merge,retainKeys'),
  'PodSpec.nodeSelector': atomicMap,
  'Container.env': mergedBy('name'),
  'Container.ports': mergedBy('containerPort', ['containerPort', 'protocol']),
  'Container.volumeMounts': mergedBy('mountPath'),
  'Container.volumeDevices': mergedBy('devicePath'),
  'EphemeralContainer.env': mergedBy('name'),
  'EphemeralContainer.ports': mergedBy('containerPort', ['containerPort', 'protocol']),
  'EphemeralContainer.volumeMounts': mergedBy('mountPath'),
  'ResourceRequirements.claims': map('name'),
  'PodStatus.conditions': mergedBy('type'),
  'PodStatus.podIPs': mergedBy('ip'),
  'PodStatus.hostIPs': mergedBy('ip'),
  'JobStatus.conditions': mergedBy('type'),
  'DeploymentStatus.conditions': mergedBy('type'),
  'ReplicaSetStatus.conditions': mergedBy('type'),
  'NamespaceStatus.conditions': mergedBy('type'),
  'NodeStatus.conditions': mergedBy('type'),
  'NodeStatus.addresses': mergedBy('address'),
  'NodeSpec.podCIDRs': mergedSet,
  'PersistentVolumeClaimStatus.conditions': mergedBy('type'),
  'PodDisruptionBudgetStatus.conditions': mergedBy('type'),
  'ServiceStatus.conditions': mergedBy('type'),
  'ServiceSpec.ports': mergedBy('port', ['port', 'protocol']),
  'ServiceSpec.selector': atomicMap,
  'ServiceAccount.secrets': mergedBy('name'),
  'ServiceAccount.imagePullSecrets': map('name'),
  'CustomResourceDefinitionStatus.conditions': map('type'),
  LabelSelector: atomicMap,
  'UncountedTerminatedPods.failed': set,
  'UncountedTerminatedPods.succeeded': set,
  ConfigMapKeySelector: atomicMap,
  LocalObjectReference: atomicMap,
  ObjectFieldSelector: atomicMap,
  ObjectReference: atomicMap,
  ResourceFieldSelector: atomicMap,
  SecretKeySelector: atomicMap,
};
