import { type Activation, celMessage, celProgram } from './cel-program.js';
import { celValue } from './cel-value.js';
import { childPath, duplicate, type FieldError, forbidden, invalid, omitValue, required } from './field-error.js';
import { hasRules } from './has-rules.js';
import { isJsonObject, type JSONSchemaProps, schemaOfField, type ValidationRule } from './json-schema-props.js';
import { quickRule } from './quick-cel/quick-rule.js';

/**
 * The `x-kubernetes-validations` errors of a value and everything below it, parents before children.
 *
 * Transition rules run only where the old value can be correlated: below properties, map keys and items of
 * `list-type: map` lists, never inside other lists. The value must have valid types.
 */
export function validateRules(schema: JSONSchemaProps, value: unknown, oldValue?: unknown, path = ''): FieldError[] {
  if (value === null || value === undefined || !hasRules(schema)) return [];
  return [...ownErrors(schema, value, oldValue, path), ...childErrors(schema, value, oldValue, path)];
}

function childErrors(schema: JSONSchemaProps, value: unknown, oldValue: unknown, path: string): FieldError[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!items) return [];
    const oldItem = correlation(schema, oldValue);
    return value.flatMap((item, index) => validateRules(items, item, oldItem(item), `${path}[${index}]`));
  }
  if (!isJsonObject(value)) return [];
  const old = isJsonObject(oldValue) ? oldValue : {};
  return Object.entries(value).flatMap(([field, child]) => {
    const fieldSchema = schemaOfField(schema, field);
    return fieldSchema ? validateRules(fieldSchema, child, old[field], childPath(path, field)) : [];
  });
}

/** Finds the old item that has the keys of an item of a `map` list. */
function correlation(schema: JSONSchemaProps, oldList: unknown): (item: unknown) => unknown {
  const keys = schema['x-kubernetes-list-map-keys'];
  if (schema['x-kubernetes-list-type'] !== 'map' || !keys || !Array.isArray(oldList)) return () => undefined;
  const keyOf = (item: unknown) => (isJsonObject(item) ? JSON.stringify(keys.map((key) => item[key])) : '');
  const byKey = new Map(oldList.toReversed().map((item) => [keyOf(item), item]));
  return (item) => (isJsonObject(item) ? byKey.get(keyOf(item)) : undefined);
}

function ownErrors(schema: JSONSchemaProps, value: unknown, oldValue: unknown, path: string): FieldError[] {
  const rules = schema['x-kubernetes-validations']?.filter(({ rule }) => !quicklyHolds(rule, value, oldValue));
  if (!rules?.length) return [];
  const self = celValue(schema, value);
  const oldSelf = oldValue === undefined ? undefined : celValue(schema, oldValue);
  return rules.flatMap((rule) => ruleErrors(rule, { self, oldSelf }, value, path));
}

function quicklyHolds(text: string, self: unknown, oldSelf: unknown): boolean {
  const rule = quickRule(text);
  if (!rule) return false;
  return (rule.usesOldSelf && oldSelf === undefined) || rule.holds({ self, oldSelf });
}

function ruleErrors(rule: ValidationRule, activation: Activation, value: unknown, path: string): FieldError[] {
  const program = celProgram(rule.rule);
  if (program instanceof Error) return [invalid(path, omitValue, `rule compile error: ${program.message}`)];
  if (program.usesOldSelf && activation.oldSelf === undefined) return [];
  try {
    return program.evaluate(activation) === true ? [] : [broken(rule, activation, value, path)];
  } catch (error) {
    return [invalid(path, omitValue, `${celMessage(error)} evaluating rule: ${describe(rule)}`)];
  }
}

function broken(rule: ValidationRule, activation: Activation, value: unknown, parentPath: string): FieldError {
  const path = rule.fieldPath ? `${parentPath}${rule.fieldPath}`.replace(/^\./, '') : parentPath;
  const detail = evaluatedMessage(rule, activation) ?? rule.message ?? `failed rule: ${rule.rule.trim()}`;
  const shown = typeof value === 'object' ? omitValue : value;
  switch (rule.reason) {
    case 'FieldValueForbidden':
      return forbidden(path, detail);
    case 'FieldValueRequired':
      return required(path, detail);
    case 'FieldValueDuplicate':
      return duplicate(path, shown);
    default:
      return invalid(path, shown, detail);
  }
}

/** If the message expression fails or returns blanks or several lines, `message` is used. */
function evaluatedMessage({ messageExpression }: ValidationRule, activation: Activation): string | undefined {
  if (messageExpression === undefined) return undefined;
  const program = celProgram(messageExpression);
  if (program instanceof Error) return undefined;
  try {
    const text = program.evaluate(activation);
    return typeof text === 'string' && text.trim() !== '' && !text.includes('\n') ? text : undefined;
  } catch {
    return undefined;
  }
}

function describe({ rule, message }: ValidationRule): string {
  return message ?? rule.trim();
}
