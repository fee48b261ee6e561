import { type FieldError, type FieldErrorType, forbidden, invalid } from '../../../structural-schema/field-error.js';
import type { ApiObject } from '../objects/api-object.js';
import { equalJson } from '../objects/json-value.js';

/** ConfigMaps and Secrets hold at most this much. */
const limitBytes = 1024 * 1024;
const keyPattern = /^[-._a-zA-Z0-9]+$/;

interface DataObject {
  readonly immutable?: boolean;
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
}

/** Keys that can be file names, and at most 1 MiB in all. */
export function dataErrors(object: ApiObject, sizeOf: (value: string) => number): FieldError[] {
  const { data = {}, binaryData = {} } = object as DataObject;
  const keys = [...keyErrors('data', data), ...keyErrors('binaryData', binaryData)];
  const text = Object.values(data).reduce((sum, value) => sum + sizeOf(value), 0);
  const bytes = Object.values(binaryData).reduce((sum, value) => sum + base64Bytes(value), text);
  return bytes > limitBytes ? [...keys, tooLarge] : keys;
}

const tooLarge: FieldError = {
  // An empty path, as Go prints it.
  path: '[]',
  type: 'TooLong' satisfies FieldErrorType,
  value: '',
  detail: `may not be more than ${limitBytes} bytes`,
};

function keyErrors(path: string, data: Readonly<Record<string, string>>): FieldError[] {
  const wrong =
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
  return Object.keys(data).flatMap((key) => [
    ...(keyPattern.test(key) ? [] : [invalid(`${path}[${key}]`, key, wrong)]),
    ...(key.length > 253 ? [invalid(`${path}[${key}]`, key, 'must be no more than 253 characters')] : []),
    ...(key === '.' || key === '..' ? [invalid(`${path}[${key}]`, key, `must not be '${key}'`)] : []),
  ]);
}

/** The bytes behind a base64 text. */
export const base64Bytes = (text: string): number => Buffer.byteLength(text, 'base64');

/** An immutable ConfigMap or Secret keeps its data, and stays immutable. */
export function immutableDataErrors(object: ApiObject, old: ApiObject): FieldError[] {
  if (!(old as DataObject).immutable) return [];
  const wasUnset = object.immutable !== true;
  return [
    ...(wasUnset ? [forbidden('immutable', 'field is immutable when `immutable` is set')] : []),
    ...['data', 'binaryData']
      .filter((field) => !equalJson(object[field], old[field]))
      .map((field) => forbidden(field, 'field is immutable when `immutable` is set')),
  ];
}
