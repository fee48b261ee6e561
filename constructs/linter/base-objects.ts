import { load, YAMLException } from 'js-yaml';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { formatFieldError, invalid } from '../../packages/structural-schema/field-error.js';
import { type BaseDocument, baseDocuments } from './base-documents.js';

/** Objects as they were, in a folder or below the output folder at a Git revision. */
export interface BaseObjects {
  /** The object as it was, in a folder below the output folder; elsewhere if it was in one place only. */
  readonly before: (object: KubernetesObject, folder?: string) => KubernetesObject | undefined;
  /**
   * Why the base cannot be read, and then nothing is compared; also what could not be read of what `before` was asked for.
   * Empty when all is well.
   */
  readonly problems: () => readonly string[];
}

type Documents = ReadonlyMap<string, readonly BaseDocument[]>;

/** The base is read when it is first asked for something, and each object when it is asked for. Never throws. */
export function baseObjects(base: string, outdir: string): BaseObjects {
  const problems = new Set<string>();
  const tried = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      problems.add(formatFieldError(invalid('base', base, (error as Error).message)));
      return undefined;
    }
  };
  let documents: Documents | undefined;
  const all = (): Documents => {
    documents ??= tried(() => byKey(baseDocuments(base, outdir))) ?? new Map();
    return documents;
  };
  return {
    before(object, folder = '') {
      const named = all().get(keyOf(object)) ?? [];
      const found = named.find((one) => one.folder === folder) ?? (named.length === 1 ? named[0] : undefined);
      return found && (tried(() => loaded(found)) as KubernetesObject | undefined);
    },
    problems() {
      all();
      return [...problems];
    },
  };
}

function byKey(documents: readonly BaseDocument[]): Documents {
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
function loaded({ file, line, text }: BaseDocument): unknown {
  try {
    return load(text);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { reason, mark } = error;
    const place = mark ? `${file}:${line + mark.line + 1}:${mark.column + 1}` : file;
    throw new Error(`${place}: ${reason}; give a folder of YAML files that can be read`, { cause: error });
  }
}

const keyOf = ({ apiVersion, kind, metadata: { namespace, name } }: KubernetesObject): string =>
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
