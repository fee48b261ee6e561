import { labelErrors } from '../../../kubernetes-conventions/metadata/names.js';
import {
  childPath,
  duplicate,
  type FieldError,
  invalid,
  notSupported,
  required,
} from '../../../structural-schema/field-error.js';
import type { ContainerDraft, PodSpecDraft, VolumeDraft } from './pod-spec.js';
import { probeErrors } from './probe-rules.js';
import { schedulingGateErrors } from './scheduling-gates.js';

/** The problems of a Pod spec that people meet; a real API server knows many more. */
export function podSpecErrors(spec: PodSpecDraft, path: string): FieldError[] {
  const { containers = [], initContainers = [], volumes = [] } = spec;
  const volumeNames = new Set(volumes.map(({ name }) => name));
  const initPath = childPath(path, 'initContainers');
  const containersPath = childPath(path, 'containers');
  return [
    ...volumeErrors(volumes, childPath(path, 'volumes')),
    ...(containers.length === 0 ? [required(containersPath)] : []),
    ...containerErrors(containers, containersPath, volumeNames),
    ...containerErrors(initContainers, initPath, volumeNames),
    ...duplicateNames([...containers, ...initContainers], initPath, containers.length),
    ...restartPolicyErrors(spec, path),
    ...schedulingGateErrors(spec, path),
  ];
}

function restartPolicyErrors({ restartPolicy }: PodSpecDraft, path: string): FieldError[] {
  const allowed = ['Always', 'OnFailure', 'Never'];
  if (restartPolicy === undefined || allowed.includes(restartPolicy)) return [];
  return [notSupported(childPath(path, 'restartPolicy'), restartPolicy, allowed)];
}

function volumeErrors(volumes: readonly VolumeDraft[], path: string): FieldError[] {
  const seen = new Set<string>();
  return volumes.flatMap((volume, index) => {
    const at = `${path}[${index}]`;
    const again = volume.name && seen.has(volume.name) ? [duplicate(`${at}.name`, volume.name)] : [];
    if (volume.name) seen.add(volume.name);
    return [...nameErrors(volume.name, at), ...again, ...sourceErrors(volume, at), ...tokenErrors(volume, at)];
  });
}

function sourceErrors(volume: VolumeDraft, path: string): FieldError[] {
  const sources = Object.keys(volume).filter((field) => field !== 'name');
  if (sources.length === 0) return [required(path, 'must specify a volume type')];
  return sources.slice(1).map((source) => ({
    path: childPath(path, source),
    type: 'Forbidden' as const,
    value: '',
    detail: 'may not specify more than 1 volume type',
  }));
}

const SHORTEST_TOKEN = 600;
const LONGEST_TOKEN = 2 ** 32;

/** @source kubernetes: validateProjectionSources in pkg/apis/core/validation */
function tokenErrors({ projected }: VolumeDraft, path: string): FieldError[] {
  return (projected?.sources ?? []).flatMap(({ serviceAccountToken: token }, i) => {
    if (!token) return [];
    const at = `${childPath(path, 'projected')}.sources[${i}].serviceAccountToken`;
    const { expirationSeconds = SHORTEST_TOKEN } = token;
    const seconds = (wanted: string) => [invalid(childPath(at, 'expirationSeconds'), expirationSeconds, wanted)];
    return [
      ...(expirationSeconds < SHORTEST_TOKEN ? seconds('may not specify a duration less than 10 minutes') : []),
      ...(expirationSeconds > LONGEST_TOKEN ? seconds('may not specify a duration larger than 2^32 seconds') : []),
      ...(token.path ? [] : [required(childPath(at, 'path'))]),
    ];
  });
}

function nameErrors(name: string | undefined, path: string): FieldError[] {
  const at = childPath(path, 'name');
  if (!name) return [required(at)];
  return labelErrors(name).map((why) => invalid(at, name, why));
}

function containerErrors(
  containers: readonly ContainerDraft[],
  path: string,
  volumeNames: ReadonlySet<string | undefined>,
): FieldError[] {
  const names = duplicateNames(containers, path, 0);
  const own = containers.flatMap((container, index) => {
    const at = `${path}[${index}]`;
    return [
      ...nameErrors(container.name, at),
      ...imageErrors(container.image, at),
      ...pullPolicyErrors(container.imagePullPolicy, at),
      ...envErrors(container, at),
      ...mountErrors(container, at, volumeNames),
      ...probeErrors(container, at),
    ];
  });
  return [...own, ...names];
}

function duplicateNames(containers: readonly ContainerDraft[], path: string, skip: number): FieldError[] {
  const seen = new Set<string>();
  return containers.flatMap(({ name }, index) => {
    if (!name) return [];
    const again = seen.has(name) && index >= skip;
    seen.add(name);
    return again ? [duplicate(`${path}[${index - skip}].name`, name)] : [];
  });
}

function imageErrors(image: string | undefined, path: string): FieldError[] {
  const at = childPath(path, 'image');
  if (!image) return [required(at)];
  return image.trim() === image ? [] : [invalid(at, image, 'must not have leading or trailing whitespace')];
}

function pullPolicyErrors(policy: string | undefined, path: string): FieldError[] {
  const allowed = ['Always', 'IfNotPresent', 'Never'];
  if (policy === undefined || allowed.includes(policy)) return [];
  return [notSupported(childPath(path, 'imagePullPolicy'), policy, allowed)];
}

function envErrors({ env = [] }: ContainerDraft, path: string): FieldError[] {
  return env.flatMap((variable, index) => {
    const at = `${path}.env[${index}]`;
    const both = 'value' in variable && variable.value !== '' && variable.valueFrom;
    return [
      ...(variable.name ? [] : [required(`${at}.name`)]),
      ...(variable.name?.includes('=')
        ? [
            invalid(
              `${at}.name`,
              variable.name,
              "a valid environment variable name must consist only of printable ASCII characters other than '='",
            ),
          ]
        : []),
      ...(both ? [invalid(`${at}.valueFrom`, '', 'may not be specified when `value` is not empty')] : []),
    ];
  });
}

function mountErrors(
  { volumeMounts = [] }: ContainerDraft,
  path: string,
  volumeNames: ReadonlySet<string | undefined>,
): FieldError[] {
  const seen = new Set<string>();
  return volumeMounts.flatMap(({ name, mountPath }, index) => {
    const at = `${path}.volumeMounts[${index}]`;
    const again = mountPath && seen.has(mountPath);
    if (mountPath) seen.add(mountPath);
    return [
      ...(name ? [] : [required(`${at}.name`)]),
      ...(name && !volumeNames.has(name) ? [notFoundError(`${at}.name`, name)] : []),
      ...(mountPath ? [] : [required(`${at}.mountPath`)]),
      ...(again ? [invalid(`${at}.mountPath`, mountPath, 'must be unique')] : []),
    ];
  });
}

const notFoundError = (path: string, name: string): FieldError => ({ path, type: 'NotFound', value: name, detail: '' });
