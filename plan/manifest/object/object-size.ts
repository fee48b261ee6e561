import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { type FieldError, invalid } from '../../../packages/structural-schema/field-error.js';

/** The largest request etcd takes. Source: https://etcd.io/docs/v3.5/dev-guide/limit/ */
export const MAX_OBJECT_BYTES = 1.5 * 1024 * 1024;

/** Source: https://kubernetes.io/docs/concepts/configuration/configmap/ */
export const MAX_CONFIG_MAP_BYTES = 1024 * 1024;

/** An object that no cluster can store. */
export function sizeErrors(object: KubernetesObject): FieldError[] {
  if (object.kind === 'ConfigMap' && object.apiVersion === 'v1') return configMapErrors(object);
  const bytes = Buffer.byteLength(JSON.stringify(object));
  if (bytes <= MAX_OBJECT_BYTES) return [];
  const wanted = `must be at most ${MAX_OBJECT_BYTES} bytes as JSON, the most a cluster stores; split it, or move texts to ConfigMaps or a repository`;
  return [invalid('spec', `${bytes} bytes`, wanted)];
}

function configMapErrors(object: KubernetesObject): FieldError[] {
  const { data = {}, binaryData = {} } = object as ConfigMapData;
  const texts = Object.values(data ?? {}).map((text) => Buffer.byteLength(String(text)));
  const binaries = Object.values(binaryData ?? {}).map((base64) => Buffer.from(String(base64), 'base64').length);
  const bytes = [...texts, ...binaries].reduce((sum, size) => sum + size, 0);
  if (bytes <= MAX_CONFIG_MAP_BYTES) return [];
  return [invalid('data', `${bytes} bytes`, `must be at most ${MAX_CONFIG_MAP_BYTES} bytes, all keys together`)];
}

interface ConfigMapData extends KubernetesObject {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly binaryData?: Readonly<Record<string, unknown>> | null;
}
