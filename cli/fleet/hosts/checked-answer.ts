import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import type { JSONSchemaProps } from '../../../packages/structural-schema/json-schema-props.js';
import { validateValue } from '../../../packages/structural-schema/validate-value.js';
import { UserError } from '../../errors/user-error.js';

/** Schemas of what is read of an answer; the rest of it is free. */
export const text: JSONSchemaProps = { type: 'string' };
export const filledText: JSONSchemaProps = { type: 'string', minLength: 1 };
/** The full id of a commit. */
export const commitId: JSONSchemaProps = { type: 'string', pattern: '^([0-9a-f]{40}|[0-9a-f]{64})$' };
export const maybeText: JSONSchemaProps = { type: 'string', nullable: true };
export const flag: JSONSchemaProps = { type: 'boolean', nullable: true };
export const texts: JSONSchemaProps = { type: 'array', nullable: true, items: text };

/** An object with some fields of these types. */
export const objectOf = (properties: Record<string, JSONSchemaProps>, ...required: string[]): JSONSchemaProps => ({
  type: 'object',
  properties,
  required,
  'x-kubernetes-preserve-unknown-fields': true,
});

/**
 * An answer that has the fields of a schema.
 *
 * @param source the address, for messages
 * @throws UserError that names the first field of another type
 */
export function checkedAnswer<Value>(schema: JSONSchemaProps, value: unknown, source: string): Value {
  const [error] = validateValue(schema, value, '');
  if (!error) return value as Value;
  throw new UserError(`Cannot read ${source}: the answer is not as documented: ${formatFieldError(error)}`);
}
