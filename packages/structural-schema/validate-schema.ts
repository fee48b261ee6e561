import { validateRules } from './cel-rules.js';
import { type FieldError, invalid } from './field-error.js';
import { hasRules } from './has-rules.js';
import type { JSONSchemaProps, JsonObject } from './json-schema-props.js';
import { validateListTypes } from './validate-list-types.js';
import { validateValue } from './validate-value.js';

export interface ValidateOptions {
  /** The stored object when this is an update: turns on transition rules (those that name `oldSelf`). */
  readonly oldObject?: unknown;
  /** Errors found elsewhere, such as a missing name, keep the rules from being evaluated. @default false */
  readonly isBlocked?: boolean;
}

const blocking: ReadonlySet<FieldError['type']> = new Set([
  'Required',
  'NotSupported',
  'TypeInvalid',
  'TooLong',
  'TooMany',
]);

/**
 * Judges an object as an API server judges a custom resource: the structural schema first, then unique lists, then the
 * CEL rules, which run only on an object whose shape is right.
 *
 * Pure and deterministic. Errors come in schema order; empty means valid. Defaults must have been applied before
 * (`applyDefaults`) and unknown fields are not its business (`pruneUnknown`).
 */
export function validateObject(schema: JSONSchemaProps, object: unknown, options: ValidateOptions = {}): FieldError[] {
  return withRuleErrors(schema, object, options, [
    ...validateValue(schema, object, ''),
    ...validateListTypes(schema, object, ''),
  ]);
}

/**
 * Judges what an API server judges when the status of a custom resource is written: the status by its own schema, whose
 * messages name places below it, and the rules of all.
 */
export function validateStatus(
  schema: JSONSchemaProps,
  object: JsonObject,
  options: ValidateOptions = {},
): FieldError[] {
  const status = schema.properties?.status ?? {};
  const inStatus = object.status === undefined ? [] : validateValue(status, object.status, '').map(belowStatus);
  return withRuleErrors(schema, object, options, [...inStatus, ...validateListTypes(status, object.status, 'status')]);
}

/** An error without a place stays so, unless it is about the type of the status itself. */
const belowStatus = (error: FieldError): FieldError =>
  error.path === '' && error.type !== 'TypeInvalid' ? error : { ...error, path: statusPath(error.path) };

const statusPath = (path: string): string => (path === '' || path.startsWith('[') ? `status${path}` : `status.${path}`);

function withRuleErrors(
  schema: JSONSchemaProps,
  object: unknown,
  { oldObject, isBlocked = false }: ValidateOptions,
  errors: readonly FieldError[],
): FieldError[] {
  if (isBlocked || errors.some(({ type }) => blocking.has(type)))
    return hasRules(schema) ? [...errors, rulesNotChecked] : [...errors];
  return [...errors, ...validateRules(schema, object, oldObject)];
}

const rulesNotChecked = invalid(
  '',
  null,
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
);
