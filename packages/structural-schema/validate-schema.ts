import { validateRules } from './cel-rules.js';
import { type FieldError, invalid } from './field-error.js';
import { hasRules } from './has-rules.js';
import type { JSONSchemaProps, JsonObject } from './json-schema-props.js';
import { validateListTypes } from './validate-list-types.js';
import { validateValue } from './validate-value.js';

/** What decides whether CEL rules are evaluated. */
export interface ValidateOptions {
  /** The stored object of an update; enables transition rules (those that use `oldSelf`). */
  readonly oldObject?: unknown;
  /** Whether the object has errors elsewhere, such as a missing name; then no rule is evaluated. @default false */
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
 * Validates an object as an API server validates a custom resource: first the structural schema, then list types, then the
 * CEL rules, which run only if the object has no structural error.
 *
 * Pure and deterministic. Errors come in schema order; empty means valid. Defaults must have been applied before
 * (`applyDefaults`), and unknown fields removed (`pruneUnknown`).
 */
export function validateObject(schema: JSONSchemaProps, object: unknown, options: ValidateOptions = {}): FieldError[] {
  return withRuleErrors(schema, object, options, [
    ...validateValue(schema, object, ''),
    ...validateListTypes(schema, object, ''),
  ]);
}

/**
 * Validates a status write as an API server does: the status against its own schema, whose
 * errors have paths below `status`, and all CEL rules of the object.
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

/** An error without a path stays without one, except for the type of the status itself. */
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
