import type { Resource } from '../resources/resource.js';
import { badRequest } from '../status-errors.js';
import type { WriteOptions } from './cluster.js';

/**
 * Applies `fieldValidation` to the unknown fields of a body.
 *
 * @throws ApiError 400 when it is Strict and there are any.
 */
export function checkUnknownFields(
  { kind, version }: Resource,
  unknown: readonly string[],
  options: WriteOptions,
): void {
  if (unknown.length === 0 || options.fieldValidation === 'Ignore') return;
  if (options.fieldValidation === 'Warn') {
    for (const problem of unknown.slice(0, mostProblems)) options.warn(problem);
    return;
  }
  throw badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${strictDecodingError(unknown)}`);
}

/** @source sigs.k8s.io/json: saveStrictError */
const mostProblems = 100;

/** `strict decoding error: unknown field "spec.foo", unknown field "spec.bar"`. */
export const strictDecodingError = (unknown: readonly string[]): string =>
  `strict decoding error: ${unknown.slice(0, mostProblems).join(', ')}`;
