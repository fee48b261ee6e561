import type { Container, Pod } from '../../objects.js';

/** The only address a Pod here has. */
export const podAddress = '127.0.0.1';

const fields: Record<string, (pod: Pod) => string> = {
  'metadata.name': ({ metadata }) => metadata.name,
  'metadata.namespace': ({ metadata }) => metadata.namespace ?? '',
  'metadata.uid': ({ metadata }) => metadata.uid ?? '',
  'metadata.labels': ({ metadata }) => formatMap(metadata.labels),
  'metadata.annotations': ({ metadata }) => formatMap(metadata.annotations),
  'spec.nodeName': ({ spec }) => spec.nodeName ?? '',
  'spec.serviceAccountName': ({ spec }) => spec.serviceAccountName ?? 'default',
  'status.hostIP': () => podAddress,
  'status.hostIPs': () => podAddress,
  'status.podIP': () => podAddress,
  'status.podIPs': () => podAddress,
};

/** The value of a downward API field, for example `metadata.labels['app']`; '' for one that is not set. */
export function podField(pod: Pod, fieldPath: string): string {
  const [, map, key] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(fieldPath) ?? [];
  if (key !== undefined) return pod.metadata[map === 'labels' ? 'labels' : 'annotations']?.[key] ?? '';
  return fields[fieldPath]?.(pod) ?? '';
}

/** The format of the downward API: one quoted pair per line, sorted. */
function formatMap(map: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries(map).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return lines.sort().join('\n');
}

interface ResourceField {
  readonly resource: string;
  readonly containerName?: string;
  readonly divisor?: string;
}

/** `limits.memory` and the like, divided and rounded up; '0' when the container does not set it. */
export function resourceField(
  pod: Pod,
  container: Container,
  { resource, containerName, divisor }: ResourceField,
): string {
  const [kind = '', name = ''] = resource.split('.');
  const asked = pod.spec.containers.find((each) => each.name === containerName) ?? container;
  const quantities = kind === 'requests' ? asked.resources?.requests : asked.resources?.limits;
  const quantity = quantities?.[name] ?? '0';
  const unit = divisor === undefined || divisor === '0' ? '1' : divisor;
  return String(Math.ceil(parseQuantity(quantity) / parseQuantity(unit)));
}

const suffixes: Record<string, number> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** `500m` to 0.5, `1Ki` to 1024; NaN when it is no quantity. */
function parseQuantity(quantity: string): number {
  const [, number = '', suffix = ''] = /^([\d.]+(?:e\d+)?)(m|k|[MGT]i?|Ki)?$/.exec(quantity) ?? [];
  return number === '' ? Number.NaN : Number(number) * (suffixes[suffix] ?? Number.NaN);
}
