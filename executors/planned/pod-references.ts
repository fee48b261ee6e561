import type { Container, Pod, Volume } from '../../packages/embedded-cluster/index.js';

/** A ConfigMap or Secret that a Pod refers to, and what of it. */
export interface PodReference {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  /** Undefined for all keys. */
  readonly key?: string;
  readonly isOptional: boolean;
  /** The variable of the containers that holds the value; undefined for a file. */
  readonly variable?: string;
}

/** Every reference of a Pod to a ConfigMap or Secret, each once, in the order of its containers, then of its volumes. Pure. */
export function podReferences({ spec: { initContainers = [], containers, volumes = [] } }: Pod): PodReference[] {
  const all = [...[...initContainers, ...containers].flatMap(ofContainer), ...volumes.flatMap(ofVolume)];
  return [...new Map(all.map((reference) => [JSON.stringify(reference), reference])).values()];
}

function ofContainer({ env = [], envFrom = [] }: Container): PodReference[] {
  return [
    ...envFrom.flatMap(({ configMapRef, secretRef }) => [
      ...(configMapRef ? [reference('ConfigMap', configMapRef)] : []),
      ...(secretRef ? [reference('Secret', secretRef)] : []),
    ]),
    ...env.flatMap(({ name: variable, valueFrom }) => [
      ...(valueFrom?.configMapKeyRef ? [{ ...reference('ConfigMap', valueFrom.configMapKeyRef), variable }] : []),
      ...(valueFrom?.secretKeyRef ? [{ ...reference('Secret', valueFrom.secretKeyRef), variable }] : []),
    ]),
  ];
}

function ofVolume({ configMap, secret, projected }: Volume): PodReference[] {
  return [
    ...(configMap ? files('ConfigMap', configMap) : []),
    ...(secret ? files('Secret', { ...secret, name: secret.secretName ?? '' }) : []),
    ...(projected?.sources ?? []).flatMap((source) => [
      ...(source.configMap ? files('ConfigMap', source.configMap) : []),
      ...(source.secret ? files('Secret', source.secret) : []),
    ]),
  ];
}

interface Source {
  readonly name?: string;
  readonly key?: string;
  readonly optional?: boolean;
  readonly items?: readonly { readonly key: string }[];
}

const files = (kind: PodReference['kind'], source: Source): PodReference[] =>
  source.items ? source.items.map(({ key }) => reference(kind, { ...source, key })) : [reference(kind, source)];

const reference = (kind: PodReference['kind'], { name = '', key, optional = false }: Source): PodReference => ({
  kind,
  name,
  ...(key === undefined ? {} : { key }),
  isOptional: optional,
});
