import type { FieldValidation, WriteOptions } from '../operations/cluster.js';
import { badRequest } from '../status-errors.js';

/** A request's write options, and the warnings that the write leaves in them. */
export interface CollectedOptions extends WriteOptions {
  readonly warnings: readonly string[];
}

const fieldValidations: readonly string[] = ['Strict', 'Warn', 'Ignore'];

/** @throws ApiError 400 for a parameter out of its values. */
export function writeOptions(request: Request, query: URLSearchParams): CollectedOptions {
  const warnings: string[] = [];
  return {
    dryRun: isDryRun(query.getAll('dryRun')),
    fieldManager: query.get('fieldManager') || managerOf(request.headers.get('user-agent')),
    fieldValidation: fieldValidation(query.get('fieldValidation')),
    warnings,
    warn: (text) => warnings.push(text),
  };
}

function isDryRun(values: readonly string[]): boolean {
  if (values.some((value) => value !== 'All'))
    throw badRequest(`dryRun: Unsupported value: ${JSON.stringify(values)}: supported values: "All"`);
  return values.length > 0;
}

function fieldValidation(value: string | null): FieldValidation {
  if (!value) return 'Warn';
  if (fieldValidations.includes(value)) return value as FieldValidation;
  throw badRequest(`fieldValidation: Unsupported value: "${value}": supported values: "Ignore", "Strict", "Warn"`);
}

/** What stands before the slash of a user agent: `kubectl` of `kubectl/v1.32.0`. */
const managerOf = (userAgent: string | null): string => (userAgent ?? 'unknown').split('/', 1)[0] || 'unknown';
