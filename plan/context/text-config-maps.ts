import { contentHash } from '../../packages/kubernetes-conventions/content-hash.js';
import { fitName } from '../../packages/kubernetes-conventions/fit-name.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/** Bytes of text per ConfigMap: far below the 1 MiB limit, so that escaping cannot push a request over etcd's. */
const PACK_BYTES = 512 * 1024;

/** Where a text lies: the ConfigMap's name and the key. */
export interface TextLocation {
  readonly configMap: string;
  readonly key: string;
}

export interface PackedTexts {
  /** Immutable, named by content, in order of first use; each holds every text once. */
  readonly configMaps: readonly KubernetesObject[];
  /** Undefined for a text that was not packed. */
  find(text: string): TextLocation | undefined;
  /** @throws Error for a text that was not packed: a bug. */
  locate(text: string): TextLocation;
}

/** The texts of one task: its own, besides those that all tasks share. */
export function withOwnTexts(shared: PackedTexts, texts: readonly string[], owner: PackOwner): PackedTexts {
  const own = packTexts(
    texts.filter((text) => !shared.find(text)),
    owner,
  );
  return { ...own, locate: (text) => shared.find(text) ?? own.locate(text) };
}

export const textKey = (text: string): string => contentHash(text, 16);

/**
 * Packs the distinct texts of a run into as few ConfigMaps as their sizes allow, in the order given.
 * Source of the limit: https://kubernetes.io/docs/concepts/configuration/configmap/
 */
export function packTexts(texts: Iterable<string>, owner: PackOwner): PackedTexts {
  const packs = [...packsOf(texts)].map((pack) => toConfigMap(pack, owner));
  const locations = new Map<string, TextLocation>();
  for (const { metadata, data } of packs) {
    for (const key of Object.keys(data)) locations.set(key, { configMap: metadata.name, key });
  }
  const find = (text: string) => locations.get(textKey(text));
  return {
    configMaps: packs,
    find,
    locate(text) {
      const location = find(text);
      if (!location) throw new Error('a text was used that was not packed');
      return location;
    },
  };
}

/** Name prefix, namespace and labels of the ConfigMaps. */
export interface PackOwner {
  readonly name: string;
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
}

type Pack = Map<string, string>;

function* packsOf(texts: Iterable<string>): Generator<Pack> {
  const seen = new Set<string>();
  let pack: Pack = new Map();
  let bytes = 0;
  for (const text of texts) {
    const key = textKey(text);
    if (seen.has(key)) continue;
    seen.add(key);
    const size = Buffer.byteLength(text);
    if (pack.size > 0 && bytes + size > PACK_BYTES) {
      yield pack;
      [pack, bytes] = [new Map(), 0];
    }
    pack.set(key, text);
    bytes += size;
  }
  if (pack.size > 0) yield pack;
}

function toConfigMap(pack: Pack, { name, namespace, labels }: PackOwner) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: fitName(`${name}-${contentHash([...pack.keys()])}`),
      ...(namespace ? { namespace } : {}),
      labels,
    },
    immutable: true,
    data: Object.fromEntries(pack),
  };
}
