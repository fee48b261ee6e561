import { isJsonObject, type JsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { maskedText, maskedValue } from './masked-text.js';
import { isSecretLiteral } from './secret-name.js';

const mask = '***';

/**
 * A copy for people to read, without secrets: the data of a Secret, variables, fields and options whose name says that they
 * hold one, and what is recognized by its form.
 *
 * @param field the name of the field that holds the value
 */
export function maskedObject(value: unknown, field = ''): unknown {
  if (typeof value === 'string') return maskedValue(field, value);
  if (Array.isArray(value)) return maskedList(value, field);
  if (!isJsonObject(value)) return value;
  const isSecret = value['kind'] === 'Secret' && value['apiVersion'] === 'v1';
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, maskedField(key, child, { isSecret, parent: value, field })]),
  );
}

interface Place {
  readonly isSecret: boolean;
  readonly parent: JsonObject;
  /** The field that holds the parent. */
  readonly field: string;
}

function maskedField(key: string, child: unknown, { isSecret, parent }: Place): unknown {
  if (isSecret && (key === 'data' || key === 'stringData')) return withMaskedValues(child);
  // It repeats the whole object.
  if (key === 'kubectl.kubernetes.io/last-applied-configuration') return mask;
  if (key === 'value' && typeof child === 'string') return maskedValue(String(parent['name'] ?? ''), child);
  return maskedObject(child, key);
}

const withMaskedValues = (values: unknown): unknown =>
  isJsonObject(values) ? Object.fromEntries(Object.keys(values).map((key) => [key, mask])) : mask;

const maskedList = (list: readonly unknown[], field: string): unknown[] =>
  list.map((item, index) => {
    if (typeof item !== 'string') return maskedObject(item);
    return field === 'args' || field === 'command' ? maskedArgument(item, list[index - 1]) : maskedValue(field, item);
  });

/** `--option=value`, or the value behind `--option`. */
function maskedArgument(argument: string, before: unknown): string {
  const [, head = '', name = '', value = ''] = /^(--?([\w-]+)=)(.+)$/s.exec(argument) ?? [];
  if (isSecretLiteral(name, value)) return `${head}${mask}`;
  const [, option] = /^--?([\w-]+)$/.exec(String(before ?? '')) ?? [];
  const isValue = option !== undefined && !argument.startsWith('-') && isSecretLiteral(option, argument);
  return isValue ? mask : maskedText(argument);
}
