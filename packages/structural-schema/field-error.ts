import { withoutTokens } from './token-shapes.js';
import { withVisibleCharacters } from './visible-text.js';

/** A problem of one field, as `k8s.io/apimachinery/pkg/util/validation/field` classifies them. */
export interface FieldError {
  /** `spec.variableContexts[0][0].type`; empty for the whole object. */
  readonly path: string;
  readonly type: FieldErrorType;
  /** The invalid value; `omitValue` if it is not shown. */
  readonly value: unknown;
  readonly detail: string;
}

/** As Kubernetes classifies the errors of fields. */
export type FieldErrorType =
  | 'Required'
  | 'Invalid'
  | 'NotSupported'
  | 'TypeInvalid'
  | 'TooLong'
  | 'TooMany'
  | 'Duplicate'
  | 'NotFound'
  | 'Forbidden';

/** Marks a value that the message does not show. */
export const omitValue: unique symbol = Symbol('omitted');

const wording: Record<FieldErrorType, string> = {
  Required: 'Required value',
  Invalid: 'Invalid value',
  NotSupported: 'Unsupported value',
  TypeInvalid: 'Invalid value',
  TooLong: 'Too long',
  TooMany: 'Too many',
  Duplicate: 'Duplicate value',
  NotFound: 'Not found',
  Forbidden: 'Forbidden',
};

const withoutValue: ReadonlySet<FieldErrorType> = new Set(['Required', 'Forbidden', 'TooLong']);

/** `Unsupported value: "Foo": supported values: "File"`: the error without its path, as in `Status.details.causes`. */
export function formatFieldErrorBody({ type, value, detail }: FieldError): string {
  const head = withoutValue.has(type) || value === omitValue ? wording[type] : `${wording[type]}: ${showValue(value)}`;
  return detail === '' ? head : `${head}: ${detail}`;
}

/** The whole error in the wording of Kubernetes: `spec.x: Required value`. */
export function formatFieldError(error: FieldError): string {
  return `${withoutTokens(withVisibleCharacters(error.path)) || '<nil>'}: ${formatFieldErrorBody(error)}`;
}

function showValue(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return withVisibleCharacters(withoutTokens(withoutCredentials(JSON.stringify(value))));
}

/**
 * Masks credentials anywhere in a text: `https://user:token@host/path`, `user:password@host:path`, queries, and fragments that
 * hold a value. No pattern begins with letters that it would try from everywhere, and none is unlimited: a long text takes
 * linear time.
 */
const withoutCredentials = (text: string): string =>
  text
    .replace(/:\/\/[^\s/"\\]*@/g, '://***@')
    .replace(/:\/\/[^\s/:@"\\]{0,256}:[^\s@"\\]{0,512}@/g, '://***@')
    .replace(/(["'\s])[^\s/:@"'\\]{1,128}:[^\s/@"'\\]{1,512}@(?!sha\d)/g, '$1***@')
    .replace(/(:\/\/[^\s?"\\]{0,4096}\?)[^\s"\\]+/g, '$1***')
    .replace(/(:\/\/[^\s#"\\]{0,4096}#)[^\s="\\]{0,512}=[^\s"\\]+/g, '$1***');

/** Joins a parent path and a field name. */
export function childPath(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}

/** A field without a value. @param detail what to give */
export const required = (path: string, detail = ''): FieldError => ({ path, type: 'Required', value: '', detail });

/** A value that is not allowed. @param detail what is wanted */
export const invalid = (path: string, value: unknown, detail: string): FieldError => ({
  path,
  type: 'Invalid',
  value,
  detail,
});

/** A field that must not be there; its value is not shown. @param detail why */
export const forbidden = (path: string, detail: string): FieldError => ({
  path,
  type: 'Forbidden',
  value: omitValue,
  detail,
});

/** A value that another field already has. */
export const duplicate = (path: string, value: unknown): FieldError => ({ path, type: 'Duplicate', value, detail: '' });

/** A list or map with too many entries. */
export const tooMany = (path: string, count: number, limit: number): FieldError => ({
  path,
  type: 'TooMany',
  value: count,
  detail: `must have at most ${limit} item${limit === 1 ? '' : 's'}`,
});

/** A text of too many bytes; it is not shown. */
export const tooLong = (path: string, value: unknown, limit: number): FieldError => ({
  path,
  type: 'TooLong',
  value,
  detail: `may not be more than ${limit} bytes`,
});

/** A value that is none of `allowed`. */
export const notSupported = (path: string, value: unknown, allowed: readonly unknown[]): FieldError => ({
  path,
  type: 'NotSupported',
  value,
  detail: `supported values: ${allowed.map((one) => JSON.stringify(typeof one === 'string' ? one : JSON.stringify(one))).join(', ')}`,
});
