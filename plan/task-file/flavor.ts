import { applyPatch, type Operation } from 'rfc6902';
import type { TaskFile } from '../../api/generated/task-file.js';
import { type FieldError, invalid, notSupported } from '../../packages/structural-schema/field-error.js';
import { didYouMean } from '../text/did-you-mean.js';

/** The file with the changes of a flavor, or why they cannot be made. The file given is left as it is. */
export function patched(file: TaskFile, flavor: string): { readonly file: unknown } | { readonly error: FieldError } {
  const { flavors = {} } = file;
  const chosen = Object.hasOwn(flavors, flavor) ? flavors[flavor] : undefined;
  if (chosen === undefined) return { error: unknownFlavor(flavor, Object.keys(flavors).sort()) };
  const copy: unknown = structuredClone(file);
  const operations = chosen.patch ?? [];
  for (const [index, operation] of operations.entries()) {
    const path = `flavors.${flavor}.patch[${index}]`;
    const incomplete = missingPart(operation);
    if (incomplete) return { error: invalid(path, operation, `op ${operation.op} needs ${incomplete}`) };
    const [failure] = applyPatch(copy, [operation as Operation]);
    if (failure) return { error: invalid(`${path}.path`, operation.path, reasonOf(failure)) };
  }
  return { file: copy };
}

function unknownFlavor(flavor: string, names: readonly string[]): FieldError {
  if (names.length === 0)
    return invalid('flavors', flavor, 'the file has no flavors; leave --flavor out, or add flavors');
  const hint = didYouMean(flavor, names);
  const error = notSupported('flavors', flavor, names);
  return hint === undefined ? error : { ...error, detail: `${error.detail}; ${hint}` };
}

function missingPart({ op, from, value }: { op: string; from?: string; value?: unknown }): string | undefined {
  if (['add', 'replace', 'test'].includes(op) && value === undefined) return 'a value';
  return ['move', 'copy'].includes(op) && from === undefined ? 'from' : undefined;
}

const reasonOf = ({ name }: Error): string =>
  name === 'TestError' ? 'the value there is another one' : 'no such place in the file; add the parent first';
