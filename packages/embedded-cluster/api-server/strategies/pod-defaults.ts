import { type ContainerDraft, fillIn, type PodSpecDraft, type VolumeDraft } from './pod-spec.js';
import { defaultProbes } from './probe-rules.js';

/** What the API server fills in for every Pod spec, in a Pod or in a template. */
export function defaultPodSpec(spec: PodSpecDraft): void {
  fillIn(spec, {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
  });
  if (spec.serviceAccountName) spec.serviceAccount = spec.serviceAccountName;
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) defaultContainer(container);
  for (const volume of spec.volumes ?? []) defaultVolume(volume);
}

function defaultContainer(container: ContainerDraft): void {
  fillIn(container, {
    imagePullPolicy: isLatest(container.image ?? '') ? 'Always' : 'IfNotPresent',
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  });
  defaultProbes(container);
  for (const port of container.ports ?? []) fillIn(port, { protocol: 'TCP' });
  for (const { valueFrom } of container.env ?? [])
    if (valueFrom?.fieldRef) fillIn(valueFrom.fieldRef, { apiVersion: 'v1' });
}

/** No tag and no digest means `latest`. */
function isLatest(image: string): boolean {
  const name = image.slice(image.lastIndexOf('/') + 1);
  return !name.includes('@') && (!name.includes(':') || name.endsWith(':latest'));
}

function defaultVolume(volume: VolumeDraft): void {
  const sources = Object.keys(volume).filter((field) => field !== 'name');
  if (sources.length === 0) volume.emptyDir = {};
  for (const source of [volume.configMap, volume.secret, volume.projected, volume.downwardAPI])
    if (source) fillIn(source, { defaultMode: 0o644 });
  for (const { serviceAccountToken } of volume.projected?.sources ?? [])
    if (serviceAccountToken) fillIn(serviceAccountToken, { expirationSeconds: 3600 });
}
