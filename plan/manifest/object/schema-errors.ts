import { validateRules } from '../../../packages/structural-schema/cel-rules.js';
import type { FieldError } from '../../../packages/structural-schema/field-error.js';
import type { JSONSchemaProps } from '../../../packages/structural-schema/json-schema-props.js';
import { shapeErrors } from './shape-errors.js';

/**
 * Everything an API server would say about an object in the end, at once: fields it does not know, errors of shape, and
 * CEL rules. A server checks the rules only when the shape is right; here they are checked wherever they can be.
 */
export function schemaErrors(schema: JSONSchemaProps, object: unknown): FieldError[] {
  const shape = shapeErrors(schema, object);
  return [...shape, ...validateRules(schema, object).filter((broken) => isTelling(broken, shape))];
}

/** Only these make a rule false that is not broken. A missing field does not: rules ask with has(). */
const misleading: ReadonlySet<FieldError['type']> = new Set(['TypeInvalid', 'NotSupported']);

/** A broken rule says nothing new when it could not be evaluated, or when a field it looks at is of the wrong kind. */
function isTelling({ path, detail }: FieldError, shape: readonly FieldError[]): boolean {
  if (detail.includes(' evaluating rule: ')) return false;
  const wrong = shape.filter(({ type }) => misleading.has(type)).map((error) => error.path);
  return !wrong.some((field) => field === path || parentOf(field) === path);
}

const parentOf = (path: string): string => path.replace(/(\.[^.[\]]+|\[\d+\])$/, '');
