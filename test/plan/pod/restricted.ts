import type { V1Container, V1PodSpec } from '@kubernetes/client-node';

/**
 * What Pod Security `restricted` refuses, one line per violation.
 * Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function restrictedViolations(pod: V1PodSpec): string[] {
  const containers = [...(pod.initContainers ?? []), ...pod.containers];
  return [...podViolations(pod), ...containers.flatMap(containerViolations)];
}

const allowedVolumes = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

function podViolations(pod: V1PodSpec): string[] {
  const kinds = (pod.volumes ?? []).flatMap((volume) => Object.keys(volume).filter((key) => key !== 'name'));
  return [
    ...(pod.hostNetwork || pod.hostPID || pod.hostIPC ? ['host namespaces'] : []),
    ...(pod.securityContext?.runAsNonRoot === true ? [] : ['runAsNonRoot']),
    ...(pod.securityContext?.runAsUser === 0 ? ['runAsUser 0'] : []),
    ...(pod.securityContext?.seccompProfile?.type === 'RuntimeDefault' ? [] : ['seccompProfile']),
    ...kinds.filter((kind) => !allowedVolumes.has(kind)),
  ];
}

function containerViolations({ name, securityContext }: V1Container): string[] {
  return [
    ...(securityContext?.privileged ? [`${name}: privileged`] : []),
    ...(securityContext?.allowPrivilegeEscalation === false ? [] : [`${name}: allowPrivilegeEscalation`]),
    ...(securityContext?.capabilities?.drop?.includes('ALL') ? [] : [`${name}: capabilities`]),
  ];
}
