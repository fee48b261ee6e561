import { load, YAMLException } from 'js-yaml';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { BaseDocument } from './documents-of-file.js';

/** Documents in the order of the files, by what identifies their object; never empty lists. */
export type Documents = ReadonlyMap<string, readonly BaseDocument[]>;

/** @throws Error for a document that cannot be read and whose head does not show what it is */
export function byKey(documents: readonly BaseDocument[]): Documents {
  const found = new Map<string, BaseDocument[]>();
  for (const document of documents) {
    const key = keyOfText(document.text) ?? keyOfLoaded(document);
    if (key === undefined) continue;
    const known = found.get(key);
    if (known) known.push(document);
    else found.set(key, [document]);
  }
  return found;
}

/** @throws Error that names file, line and column; no line of the file, which may hold a secret */
export function loaded({ file, line, text }: BaseDocument): unknown {
  try {
    return load(text);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { reason, mark } = error;
    const place = mark ? `${file}:${line + mark.line + 1}:${mark.column + 1}` : file;
    throw new Error(`${place}: ${reason}; give a folder of YAML files that can be read`, { cause: error });
  }
}

/** What identifies an object: apiVersion, kind, namespace and name. */
export const keyOf = ({ apiVersion, kind, metadata: { namespace, name } }: KubernetesObject): string =>
  JSON.stringify([apiVersion, kind, namespace, name]);

/** Of a text that is not written as usual; undefined when it is no object of Kubernetes. */
function keyOfLoaded(document: BaseDocument): string | undefined {
  const object = loaded(document) as Partial<KubernetesObject> | null | undefined;
  const isObject = typeof object === 'object' && object !== null && typeof object.metadata === 'object';
  return isObject && object.metadata !== null ? keyOf(object as KubernetesObject) : undefined;
}

/**
 * Reading the head of a text takes a fraction of the time of parsing it. Undefined when the head does not show all that
 * identifies an object.
 */
function keyOfText(text: string): string | undefined {
  const metadata = /^metadata:\n((?:[ ]+.*\n?)*)/m.exec(text)?.[1] ?? '';
  const at = (where: string, indent: string, field: string) =>
    plain(new RegExp(`^${indent}${field}: *(.+?) *$`, 'm').exec(where)?.[1]);
  const apiVersion = at(text, '', 'apiVersion');
  const kind = at(text, '', 'kind');
  const name = at(metadata, ' {2}', 'name');
  if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
  return JSON.stringify([apiVersion, kind, at(metadata, ' {2}', 'namespace'), name]);
}

/** Undefined for a value that does not end in its line. */
function plain(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  try {
    return String(load(value));
  } catch {
    return undefined;
  }
}
