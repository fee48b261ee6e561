import { validateRules } from './cel-rules.js';
import { type FieldError, invalid } from './field-error.js';
import type { JSONSchemaProps } from './json-schema-props.js';
import { validateListTypes } from './validate-list-types.js';
import { validateValue } from './validate-value.js';

export interface ValidateOptions {
  /** The stored object when this is an update: turns on transition rules (those that name `oldSelf`). */
  readonly oldObject?: unknown;
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
  const errors = [...validateValue(schema, object, ''), ...validateListTypes(schema, object, '')];
  if (errors.some(({ type }) => blocking.has(type))) return hasRules(schema) ? [...errors, rulesNotChecked] : errors;
  return [...errors, ...validateRules(schema, object, options.oldObject)];
}

const rulesNotChecked = invalid(
  '',
  null,
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
);

const withRules = new WeakMap<JSONSchemaProps, boolean>();

/** Whether a schema, or anything below it, carries a CEL rule. */
export function hasRules(schema: JSONSchemaProps): boolean {
  const known = withRules.get(schema);
  if (known !== undefined) return known;
  withRules.set(schema, false);
  const found = Boolean(schema['x-kubernetes-validations']?.length) || childSchemas(schema).some(hasRules);
  withRules.set(schema, found);
  return found;
}

function childSchemas({ properties, items, additionalProperties }: JSONSchemaProps): JSONSchemaProps[] {
  const children = Object.values(properties ?? {});
  if (items) children.push(items);
  if (typeof additionalProperties === 'object') children.push(additionalProperties);
  return children;
}
