import { type FieldError, forbidden } from '../../../packages/structural-schema/field-error.js';
import type { JSONSchemaProps } from '../../../packages/structural-schema/json-schema-props.js';
import { pruneUnknown } from '../../../packages/structural-schema/prune-unknown.js';
import { validateListTypes } from '../../../packages/structural-schema/validate-list-types.js';
import { validateValue } from '../../../packages/structural-schema/validate-value.js';
import { didYouMean } from '../../text/did-you-mean.js';
import { withMeaning } from './pattern-meaning.js';
import { schemaAt } from './schema-at.js';

/** Fields that a schema does not know, and errors of shape. For a schema without CEL rules, which are slow to load, all errors. */
export function shapeErrors(schema: JSONSchemaProps, object: unknown): FieldError[] {
  const { unknown } = pruneUnknown(schema, object);
  return [
    ...unknown.map((path) => unknownField(schema, path)),
    ...[...validateValue(schema, object, ''), ...validateListTypes(schema, object, '')].map((error) =>
      withMeaning(schema, error),
    ),
  ];
}

/** With the field of the same mapping that was probably meant. */
function unknownField(schema: JSONSchemaProps, path: string): FieldError {
  const end = path.lastIndexOf('.');
  const siblings = Object.keys(schemaAt(schema, path.slice(0, Math.max(0, end)))?.properties ?? {});
  const name = path.slice(end + 1);
  const hint = unquoted(name, siblings) ?? didYouMean(name, siblings) ?? 'correct its name or its indentation';
  return forbidden(path, `unknown field; ${hint}`);
}

/** YAML 1.1 reads a key such as a bare `on` as a boolean, and so does kubectl. */
function unquoted(name: string, siblings: readonly string[]): string | undefined {
  const word = siblings.find((sibling) => (name === 'true' ? /^(on|yes|y)$/ : /^(off|no|n)$/).test(sibling));
  if (word === undefined || (name !== 'true' && name !== 'false')) return undefined;
  return `YAML reads a bare ${word} as ${name}; write it in quotes: "${word}"`;
}
