import { type FieldError, forbidden } from '../../../packages/structural-schema/field-error.js';
import type { JSONSchemaProps } from '../../../packages/structural-schema/json-schema-props.js';
import { pruneUnknown } from '../../../packages/structural-schema/prune-unknown.js';
import { validateListTypes } from '../../../packages/structural-schema/validate-list-types.js';
import { validateValue } from '../../../packages/structural-schema/validate-value.js';
import { withMeaning } from './pattern-meaning.js';

/** Fields that a schema does not know, and errors of shape. For a schema without CEL rules, which are slow to load, all errors. */
export function shapeErrors(schema: JSONSchemaProps, object: unknown): FieldError[] {
  const { unknown } = pruneUnknown(schema, object);
  return [
    ...unknown.map((path) => forbidden(path, 'unknown field; correct its name or its indentation')),
    ...[...validateValue(schema, object, ''), ...validateListTypes(schema, object, '')].map((error) =>
      withMeaning(schema, error),
    ),
  ];
}
