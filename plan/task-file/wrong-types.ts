import { type FieldError, omitValue } from '../../packages/structural-schema/field-error.js';

const inBody = /in body must be of type ([a-z,]+)/;

const wanted: Readonly<Record<string, string>> = {
  object: 'must be a mapping',
  array: 'must be a list',
  string: 'must be a text; write it in quotes',
  boolean: 'must be true or false, without quotes',
  integer: 'must be a whole number',
  'integer,string': 'must be a text or a whole number; for an empty text, write ""',
};

/** What people write in place of a mapping, and how it is written. */
const examples: readonly (readonly [RegExp, string])[] = [
  [/^tasks$/, 'must be a mapping of tasks by name, such as tasks: { hello: { script: echo hello } }'],
  [/^tasks\.[^.]+$/, 'a task is a mapping, such as { script: echo hello }'],
  [/(^|\.)(env|vars)$/, 'must be a mapping of values by name, such as { MODE: fast }'],
];

/** Says of values of a wrong type what to write, in the words of people who write YAML. */
export const withWantedTypes = (errors: readonly FieldError[]): FieldError[] => errors.map(withWantedType);

function withWantedType(error: FieldError): FieldError {
  const [, type = ''] = error.type === 'TypeInvalid' ? (inBody.exec(error.detail) ?? []) : [];
  const example = type === 'object' ? examples.find(([pattern]) => pattern.test(error.path)) : undefined;
  const detail = example?.[1] ?? wanted[type];
  return detail === undefined ? error : { ...error, value: omitValue, detail: `is of type ${error.value}; ${detail}` };
}
