import { childPath } from '../../../packages/structural-schema/field-error.js';
import { isJsonObject, type JsonObject } from '../../../packages/structural-schema/json-schema-props.js';

/** What the API server writes where nothing is written, in Pods and Jobs: writing it is no change. */
const defaults: Readonly<Record<string, unknown>> = {
  apiVersion: 'v1',
  completionMode: 'NonIndexed',
  completions: 1,
  dnsPolicy: 'ClusterFirst',
  schedulerName: 'default-scheduler',
  terminationGracePeriodSeconds: 30,
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  protocol: 'TCP',
  defaultMode: 420,
  type: 'Opaque',
};

/**
 * The paths of all values that differ, the deepest that say it, in the order of their keys. A null, an empty mapping and a
 * default of the API server count as absent.
 */
export function differences(before: unknown, after: unknown, path: string): string[] {
  const found: string[] = [];
  collect(before, after, path, found);
  return found;
}

/** Of two large objects nearly all is the same, so nothing is made for what is. */
function collect(before: unknown, after: unknown, path: string, found: string[]): void {
  if (before === after) return;
  if (Array.isArray(before) && Array.isArray(after)) collectOfLists(before, after, path, found);
  else if (isJsonObject(before) && isJsonObject(after)) collectOfMaps(before, after, path, found);
  else {
    const field = path.slice(path.lastIndexOf('.') + 1);
    if (!isSame(written(field, before), written(field, after))) found.push(path);
  }
}

/** A value without what counts as absent, at any depth; undefined if it counts as absent itself. */
export function withoutDefaults(value: unknown, field: string): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item) => withoutDefaults(item, ''));
  if (!isJsonObject(value)) return written(field, value);
  const kept = Object.entries(value).map(([key, child]) => [key, withoutDefaults(child, key)] as const);
  return written(field, Object.fromEntries(kept.filter(([, child]) => child !== undefined)));
}

function collectOfLists(before: readonly unknown[], after: readonly unknown[], path: string, found: string[]): void {
  if (before.length !== after.length) found.push(path);
  else for (const [i, item] of before.entries()) if (item !== after[i]) collect(item, after[i], `${path}[${i}]`, found);
}

function collectOfMaps(before: JsonObject, after: JsonObject, path: string, found: string[]): void {
  const fields = Object.keys(before).filter((field) => before[field] !== after[field]);
  for (const field of Object.keys(after)) if (!Object.hasOwn(before, field)) fields.push(field);
  for (const field of fields.sort()) collect(before[field], after[field], childPath(path, field), found);
}

function written(field: string, value: unknown): unknown {
  if (value === null || value === defaults[field]) return undefined;
  return isEmpty(value) ? undefined : value;
}

const isEmpty = (value: unknown): boolean =>
  Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0;

const isSame = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));
