import type { JSONSchemaProps } from '../../../structural-schema/json-schema-props.js';
import { setField } from '../../../structural-schema/set-field.js';
import { builtinSchemas } from '../../generated/builtin-schemas.js';
import { protobufFields } from '../../generated/protobuf-fields.js';
import { builtinSchema } from '../resources/builtin-schema.js';
import { unsupportedMediaType } from '../status-errors.js';
import { type WireField, wireFields } from './wire-reader.js';

type Fields = Record<string, unknown>;

const magic = Buffer.from([0x6b, 0x38, 0x73, 0x00]);
const text = (value: WireField['value']): string =>
  typeof value === 'bigint' ? String(value) : Buffer.from(value).toString('utf8');
const bytesOf = (value: WireField['value']): Uint8Array => (typeof value === 'bigint' ? new Uint8Array() : value);

/**
 * Reads an object of a built-in kind as kubectl's typed commands send it (`kubectl create secret`, `auth can-i`):
 * `k8s\0`, then a `runtime.Unknown` around the message. Which number is which field comes from `local/generated/`.
 *
 * @throws ApiError 415 for a kind whose numbers are not known, RangeError for broken bytes.
 */
export function decodeProtobuf(body: Uint8Array): Fields {
  if (!magic.equals(body.subarray(0, magic.length))) throw unsupportedMediaType('application/json, application/yaml');
  const unknown = new Map(
    [...wireFields(body.subarray(magic.length))].map(({ number, value }) => [number, bytesOf(value)]),
  );
  const type = [...wireFields(unknown.get(1) ?? new Uint8Array())];
  const typeField = (wanted: number) => text(type.find(({ number }) => number === wanted)?.value ?? new Uint8Array());
  const [apiVersion, kind] = [typeField(1), typeField(2)];
  const name = builtinSchemas[`io.k8s.${kind}`] ? kind : `Core${kind}`;
  if (!protobufFields[name] || !builtinSchemas[`io.k8s.${name}`]) throw unsupportedMediaType('application/json');
  return { apiVersion, kind, ...message(name, builtinSchema(name), unknown.get(2) ?? new Uint8Array()) };
}

/** The field name by number; an embedded message is `>Name`. */
function numbersOf(name: string): Map<number, string> {
  const pairs = (protobufFields[name] ?? '').split(',').map((pair) => pair.split(' ', 2));
  return new Map(pairs.map(([number, field]) => [Number(number), field ?? '']));
}

function message(name: string, schema: JSONSchemaProps, body: Uint8Array): Fields {
  const numbers = numbersOf(name);
  const fields: Fields = {};
  for (const { number, value } of wireFields(body)) {
    const field = numbers.get(number);
    if (field?.startsWith('>')) Object.assign(fields, message(field.slice(1), schema, bytesOf(value)));
    else if (field) addField(fields, field, schema.properties?.[field] ?? {}, value);
  }
  return fields;
}

/**
 * Numbers and booleans that are plain in Go, not pointers: they are always sent, and zero means absent. Of all others
 * zero was meant.
 */
const plainScalars = new Set(
  [
    'generation observedGeneration hostPort nodePort stdin stdinOnce tty hostNetwork hostPID hostIPC readOnly paused',
    'minReadySeconds initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold count',
    'publishNotReadyAddresses unschedulable leaseTransitions',
  ].flatMap((line) => line.split(' ')),
);
const isAbsent = (field: string, value: unknown): boolean =>
  value === undefined || value === '' || ((value === 0 || value === false) && plainScalars.has(field));

/** Repeated fields and maps come one item at a time, so they are added to in place. Empty text is how protobuf spells an absent string. */
function addField(fields: Fields, field: string, schema: JSONSchemaProps, value: WireField['value']): void {
  if (schema.type === 'array') {
    const list = fields[field];
    const item = scalarOrMessage(schema.items ?? {}, value);
    if (Array.isArray(list)) list.push(item);
    else fields[field] = [item];
  } else if (schema.type === 'object' && typeof schema.additionalProperties === 'object') {
    fields[field] ??= {};
    const [key, entry] = mapEntry(schema.additionalProperties, bytesOf(value));
    setField(fields[field] as Fields, key, entry);
  } else {
    const decoded = scalarOrMessage(schema, value);
    if (!isAbsent(field, decoded)) fields[field] = decoded;
  }
}

function mapEntry(schema: JSONSchemaProps, entry: Uint8Array): [key: string, value: unknown] {
  const parts = new Map([...wireFields(entry)].map(({ number, value }) => [number, value]));
  return [text(parts.get(1) ?? new Uint8Array()), scalarOrMessage(schema, parts.get(2) ?? new Uint8Array())];
}

function scalarOrMessage(schema: JSONSchemaProps, value: WireField['value']): unknown {
  if (schema['x-kubernetes-int-or-string']) return intOrString(bytesOf(value));
  if (schema['x-kubernetes-preserve-unknown-fields']) return rawJson(bytesOf(value));
  switch (schema.type) {
    case 'integer':
      return Number(BigInt.asIntN(64, typeof value === 'bigint' ? value : 0n));
    case 'boolean':
      return value !== 0n;
    case 'string':
      return stringValue(schema.format, bytesOf(value));
    default:
      return schema.title ? message(schema.title, schema, bytesOf(value)) : {};
  }
}

function stringValue(format: string | undefined, value: Uint8Array): string | undefined {
  if (format === 'byte') return Buffer.from(value).toString('base64');
  return format === 'date-time' ? time(value) : text(value);
}

/** `Time`: seconds and nanoseconds since 1970; nothing at all is no time. */
function time(value: Uint8Array): string | undefined {
  const seconds = [...wireFields(value)].find(({ number }) => number === 1)?.value;
  return typeof seconds === 'bigint'
    ? new Date(Number(BigInt.asIntN(64, seconds)) * 1000).toISOString().replace('.000Z', 'Z')
    : undefined;
}

/** `Quantity` is a text in field 1; `IntOrString` says in field 1 which of fields 2 and 3 holds. */
function intOrString(value: Uint8Array): unknown {
  const parts = new Map([...wireFields(value)].map((field) => [field.number, field.value]));
  const first = parts.get(1);
  if (first !== undefined && typeof first !== 'bigint') return text(first);
  return first === 1n
    ? text(parts.get(3) ?? new Uint8Array())
    : Number(BigInt.asIntN(32, BigInt(text(parts.get(2) ?? 0n))));
}

/** `FieldsV1`, `RawExtension` and the like carry JSON in field 1. */
function rawJson(value: Uint8Array): unknown {
  const raw = [...wireFields(value)].find(({ number }) => number === 1)?.value;
  return raw === undefined ? {} : JSON.parse(text(raw));
}
