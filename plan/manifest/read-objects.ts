import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { plainDocuments } from './plain/plain-documents.js';
import { plainReader } from './plain/plain-reader.js';
import { headErrors } from './yaml/head-errors.js';
import type { Manifest } from './yaml/manifest.js';
import { parseManifest } from './yaml/parse-manifest.js';
import { unreadableCharacter } from './yaml/unreadable-characters.js';

/**
 * The objects of manifests, as `parseManifest` reads them, without their places; in a fraction of its time where tools wrote
 * them. Undefined if something cannot be read. Objects share parts, and must not be changed.
 */
export function readObjects(manifests: Iterable<Manifest>): KubernetesObject[] | undefined {
  const found: KubernetesObject[] = [];
  for (const { objects, isWhole } of objectsOf(manifests)) {
    if (!isWhole) return undefined;
    found.push(...objects);
  }
  return found;
}

/** The same, without what cannot be read. */
export const readableObjects = (manifests: Iterable<Manifest>): KubernetesObject[] =>
  [...objectsOf(manifests)].flatMap(({ objects }) => objects);

interface ReadObjects {
  readonly objects: readonly KubernetesObject[];
  /** Whether everything could be read. */
  readonly isWhole: boolean;
}

/** Document by document, where they are plain. */
function* objectsOf(manifests: Iterable<Manifest>): Generator<ReadObjects> {
  const read = plainReader();
  for (const manifest of manifests) {
    for (const { text, isPlain } of partsOf(manifest)) {
      const value = isPlain ? read(text) : undefined;
      if (isPlainObject(value)) {
        yield { objects: [value], isWhole: true };
        continue;
      }
      const { objects, problems } = parseManifest({ name: manifest.name, text });
      yield { objects: objects.map(({ object }) => object), isWhole: problems.length === 0 };
    }
  }
}

interface Part {
  readonly text: string;
  readonly isPlain: boolean;
}

function partsOf({ text }: Manifest): Part[] {
  const documents = unreadableCharacter(text) ? undefined : plainDocuments(text);
  return documents?.map((document) => ({ text: document, isPlain: true })) ?? [{ text, isPlain: false }];
}

/** A list has objects in it. */
const isPlainObject = (value: unknown): value is KubernetesObject =>
  isJsonObject(value) && !String(value['kind']).endsWith('List') && headErrors(value).length === 0;
