import type { ConfigMap, Container, Pod, Secret, Volume } from '../../objects.js';
import { type References, type TokenProjection, UnresolvedReference } from '../container/container-env.js';
import { podField, resourceField } from '../container/field-ref.js';

/** One file of a volume: its path inside, its bytes, and its permission bits. */
export interface VolumeFile {
  readonly path: string;
  readonly data: Uint8Array;
  readonly mode: number;
}

interface Item {
  readonly key: string;
  readonly path: string;
  readonly mode?: number;
}

interface DownwardItem {
  readonly path: string;
  readonly mode?: number;
  readonly fieldRef?: { readonly fieldPath: string };
  readonly resourceFieldRef?: { readonly resource: string; readonly containerName?: string; readonly divisor?: string };
}

interface KeyedSource {
  readonly items?: readonly Item[];
  readonly optional?: boolean;
}

/** As the API server defaults it. */
const defaultFileMode = 0o644;

/**
 * The files of a volume that is made of objects; undefined for a volume that is a folder.
 *
 * @throws UnresolvedReference in the kubelet's words, when a required object or key is missing
 */
export function volumeFiles(pod: Pod, volume: Volume, references: References): readonly VolumeFile[] | undefined {
  const { configMap, secret, downwardAPI, projected } = volume;
  if (configMap) return configMapFiles({ ...configMap, name: configMap.name ?? '' }, configMap.defaultMode, references);
  if (secret) return secretFiles({ ...secret, name: secret.secretName ?? '' }, secret.defaultMode, references);
  if (downwardAPI) return downwardFiles(pod, downwardAPI.items ?? [], downwardAPI.defaultMode);
  return projected && projectedFiles(pod, projected, references);
}

function projectedFiles(
  pod: Pod,
  { sources = [], defaultMode }: NonNullable<Volume['projected']>,
  references: References,
): readonly VolumeFile[] {
  return (sources ?? []).flatMap(({ configMap, secret, downwardAPI, serviceAccountToken }) => [
    ...(serviceAccountToken ? [tokenFile(pod, serviceAccountToken, defaultMode, references)] : []),
    ...(configMap ? configMapFiles({ ...configMap, name: configMap.name ?? '' }, defaultMode, references) : []),
    ...(secret ? secretFiles({ ...secret, name: secret.name ?? '' }, defaultMode, references) : []),
    ...(downwardAPI ? downwardFiles(pod, downwardAPI.items ?? [], defaultMode) : []),
  ]);
}

/**
 * For a user or a group of the Pod's own, nobody else can read it.
 *
 * @source kubernetes: collectData in pkg/volume/projected/projected.go
 */
function tokenFile(pod: Pod, projection: TokenProjection, mode = defaultFileMode, { token }: References): VolumeFile {
  if (!token) throw new UnresolvedReference('nobody here issues tokens of ServiceAccounts');
  const { runAsUser, fsGroup } = pod.spec.securityContext ?? {};
  const isOwn = runAsUser !== undefined || fsGroup !== undefined;
  return { path: projection.path, data: Buffer.from(token(pod, projection)), mode: isOwn ? 0o600 : mode };
}

function configMapFiles(source: KeyedSource & { name: string }, mode: number | undefined, references: References) {
  const configMap = references.configMap(source.name);
  if (!configMap && !source.optional) throw new UnresolvedReference(`configmap "${source.name}" not found`);
  return pickFiles(configMapBytes(configMap), source, mode, 'configmap references non-existent config key');
}

function secretFiles(source: KeyedSource & { name: string }, mode: number | undefined, references: References) {
  const secret = references.secret(source.name);
  if (!secret && !source.optional) throw new UnresolvedReference(`secret "${source.name}" not found`);
  return pickFiles(secretBytes(secret), source, mode, 'references non-existent secret key');
}

function pickFiles(
  bytes: ReadonlyMap<string, Uint8Array>,
  { items, optional }: KeyedSource,
  mode = defaultFileMode,
  missing: string,
): readonly VolumeFile[] {
  const wanted = items ?? [...bytes.keys()].map((key): Item => ({ key, path: key }));
  return wanted.flatMap((item) => {
    const data = bytes.get(item.key);
    if (data) return [{ path: item.path, data, mode: item.mode ?? mode }];
    if (optional) return [];
    throw new UnresolvedReference(`${missing}: ${item.key}`);
  });
}

function configMapBytes(configMap: ConfigMap | undefined): ReadonlyMap<string, Uint8Array> {
  const text = Object.entries(configMap?.data ?? {}).map(([key, value]) => [key, Buffer.from(value)] as const);
  return new Map([...text, ...decode(configMap?.binaryData)]);
}

function secretBytes(secret: Secret | undefined): ReadonlyMap<string, Uint8Array> {
  return new Map(decode(secret?.data));
}

function decode(data: Readonly<Record<string, string>> = {}): (readonly [string, Uint8Array])[] {
  return Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64')]);
}

function downwardFiles(pod: Pod, items: readonly DownwardItem[], mode = defaultFileMode): readonly VolumeFile[] {
  return items.map((item) => ({
    path: item.path,
    data: Buffer.from(downwardValue(pod, item)),
    mode: item.mode ?? mode,
  }));
}

function downwardValue(pod: Pod, { fieldRef, resourceFieldRef }: DownwardItem): string {
  const [container = { name: '' }] = pod.spec.containers as readonly Container[];
  if (fieldRef) return podField(pod, fieldRef.fieldPath);
  return resourceFieldRef ? resourceField(pod, container, resourceFieldRef) : '';
}
