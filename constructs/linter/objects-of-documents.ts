import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { formatFieldError, invalid } from '../../packages/structural-schema/field-error.js';
import { byKey, type Documents, keyOf, loaded } from './documents-by-key.js';
import type { BaseDocument } from './documents-of-file.js';

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

/**
 * Reads the documents when it is first asked for something, and each object when it is asked for. Never throws.
 *
 * @param base its name in the problems
 */
export function objectsOfDocuments(base: string, read: () => readonly BaseDocument[]): BaseObjects {
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
    documents ??= tried(() => byKey(read())) ?? new Map();
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
