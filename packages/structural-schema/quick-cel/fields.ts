import { isJsonObject } from '../json-schema-props.js';
import { type Expression, giveUp, type Scope } from './expression.js';

/** A variable, or a field of one: `self.metadata.name`. */
export interface FieldPath {
  readonly variable: string;
  readonly type: 'string' | 'any';
  readonly fields: readonly string[];
}

/** The value of a field. Null and numbers mean something else in CEL than in JSON. */
export const valueOfField = (path: FieldPath): Expression => ({
  type: path.type,
  valueIn: (scope) => {
    const value = fieldOf(path, scope);
    return value === undefined || value === null || typeof value === 'number' ? giveUp() : value;
  },
});

/** `has(self.name)`. */
export function hasField({ fields, ...variable }: FieldPath): Expression {
  const field = fields.at(-1) ?? giveUp();
  const parent = { ...variable, fields: fields.slice(0, -1) };
  return {
    type: 'boolean',
    valueIn: (scope) => {
      const object = fieldOf(parent, scope);
      if (!isJsonObject(object)) return giveUp();
      return Object.hasOwn(object, field) && (object[field] ?? giveUp()) !== undefined;
    },
  };
}

const fieldOf = ({ variable, fields }: FieldPath, scope: Scope): unknown =>
  fields.reduce<unknown>(
    (value, field) => (isJsonObject(value) && Object.hasOwn(value, field) ? value[field] : giveUp()),
    scope[variable],
  );
