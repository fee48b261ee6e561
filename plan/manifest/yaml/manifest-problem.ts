import { type FieldError, formatFieldError } from '../../../packages/structural-schema/field-error.js';
import { formatPosition, type Position } from './position.js';

/** Something wrong in a manifest file, and where. */
export interface ManifestProblem {
  readonly position: Position;
  /** One line. */
  readonly message: string;
}

export const fieldProblem = (position: Position, error: FieldError): ManifestProblem => ({
  position,
  message: formatFieldError(error),
});

/** `batch.yaml:12:7: spec.variableContexts[0][0].file.source: Required value`. */
export const formatManifestProblem = ({ position, message }: ManifestProblem): string =>
  `${formatPosition(position)}: ${message}`;

/** By file in the given order, then by place. */
export function inReadingOrder(problems: readonly ManifestProblem[], files: readonly string[]): ManifestProblem[] {
  return [...problems].sort(
    ({ position: a }, { position: b }) =>
      files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );
}
