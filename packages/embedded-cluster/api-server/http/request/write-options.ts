import { notSupported } from '../../../../structural-schema/field-error.js';
import type { FieldValidation, WriteOptions } from '../../operations/cluster.js';
import { badRequest, invalidObject } from '../../status-errors.js';

/** A request's write options, and the warnings that the write leaves in them. */
export interface CollectedOptions extends WriteOptions {
  readonly warnings: readonly string[];
}

const fieldValidations: readonly string[] = ['Strict', 'Warn', 'Ignore'];

/** @throws ApiError 400 for a parameter out of its values. */
export function writeOptions(request: Request, query: URLSearchParams): CollectedOptions {
  const warnings: string[] = [];
  return {
    dryRun: isDryRun(query.getAll('dryRun'), optionsOf(request.method)),
    fieldManager: query.get('fieldManager') || managerOf(request.headers.get('user-agent')),
    fieldValidation: fieldValidation(query.get('fieldValidation')),
    warnings,
    warn: (text) => warnings.push(text),
  };
}

type OptionsKind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions' | 'DeleteOptions';

const optionsOf = (method: string): OptionsKind =>
  method === 'POST' ? 'CreateOptions' : method === 'PUT' ? 'UpdateOptions' : 'PatchOptions';

/** @throws ApiError 422 for any value but `All`, and 400 for what is no list of values */
export function isDryRun(values: unknown, kind: OptionsKind): boolean {
  if (!Array.isArray(values)) throw badRequest(`${kind} cannot be read: dryRun must be a list of texts`);
  if (values.every((value) => value === 'All')) return values.length > 0;
  throw invalidObject({ kind, group: 'meta.k8s.io' }, '', [notSupported('dryRun', values, ['All'])]);
}

function fieldValidation(value: string | null): FieldValidation {
  if (!value) return 'Warn';
  if (fieldValidations.includes(value)) return value as FieldValidation;
  throw badRequest(`fieldValidation: Unsupported value: "${value}": supported values: "Ignore", "Strict", "Warn"`);
}

/** What stands before the slash of a user agent: `kubectl` of `kubectl/v1.32.0`. */
const managerOf = (userAgent: string | null): string => (userAgent ?? 'unknown').split('/', 1)[0] || 'unknown';
