import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { load } from 'js-yaml';

export type Schema = { readonly [key: string]: unknown };

const fragments = new Map<string, unknown>();

/**
 * Reads a hand-written CRD and replaces its `$ref`s by the fragments.
 * A fragment used twice is one object, so that generated types name it once.
 */
export function readCrd(path: string): Schema {
  return expand(load(readFileSync(path, 'utf8')), dirname(path)) as Schema;
}

function readFragment(path: string): unknown {
  if (!fragments.has(path)) fragments.set(path, expand(load(readFileSync(path, 'utf8')), dirname(path)));
  return fragments.get(path);
}

function expand(node: unknown, folder: string): unknown {
  if (Array.isArray(node)) return node.map((item) => expand(item, folder));
  if (node === null || typeof node !== 'object') return node;
  const { $ref, ...rest } = node as Schema;
  if (typeof $ref === 'string' && Object.keys(rest).length === 0) return readFragment(resolve(folder, $ref));
  return Object.fromEntries(
    Object.entries(node).flatMap(([key, value]) =>
      key === '$ref' ? entriesOf(readFragment(resolve(folder, value))) : [[key, expand(value, folder)]],
    ),
  );
}

/** Next to other keys, a `$ref` is replaced by the keys of the fragment. */
const entriesOf = (fragment: unknown): [string, unknown][] => Object.entries(fragment as Schema);

/** The schema of the CRD's only version. */
export function schemaOf(crd: Schema): Schema {
  const { spec } = crd as { spec: { versions: { schema: { openAPIV3Schema: Schema } }[] } };
  const [version] = spec.versions;
  if (!version) throw new Error('a CRD needs a version');
  return version.schema.openAPIV3Schema;
}

/** Drops `x-default-text`, which only the documentation reads and the API server rejects or prunes. */
export function forCluster(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(forCluster);
  if (node === null || typeof node !== 'object') return node;
  const kept = Object.entries(node).filter(([key]) => key !== 'x-default-text');
  return Object.fromEntries(kept.map(([key, value]) => [key, forCluster(value)]));
}
