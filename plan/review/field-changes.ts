import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { childPath } from '../../packages/structural-schema/field-error.js';
import { isJsonObject, type JsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { maskedObject } from '../secrets/masked-object.js';
import { shortText } from './aspects/aspect.js';
import { isEqual } from './is-equal.js';
import type { FieldChange } from './plan-review.js';
import { textChange } from './texts.js';

const mostFields = 20;

/** The deepest fields that differ, masked; a list of another length is one field. What a server sets is no change. */
export function fieldChanges(before: KubernetesObject, after: KubernetesObject): FieldChange[] {
  const [masked, young] = [maskedObject(before), maskedObject(after)];
  const changes = differing({ ...before }, { ...after }, '').slice(0, mostFields);
  return changes.map(({ path, keys }) => {
    const [was, is] = [valueAt(masked, keys), valueAt(young, keys)];
    if (isText(was, path) && isText(is, path)) {
      const { added, removed } = textChange(was, is);
      return { path, text: { added, removed } };
    }
    return {
      path,
      ...(was === undefined ? {} : { before: shortText(was) }),
      ...(is === undefined ? {} : { after: shortText(is) }),
    };
  });
}

/** What runs say of prompts and scripts is not said again, and a text of several lines is no value. */
const isText = (value: unknown, path: string): value is string =>
  typeof value === 'string' && (value.trimEnd().includes('\n') || /\.(inline|script)$/.test(path));

interface Difference {
  readonly path: string;
  readonly keys: readonly (string | number)[];
}

function differing(before: unknown, after: unknown, path: string, keys: Difference['keys'] = []): Difference[] {
  if (isEqual(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, i) => differing(item, after[i], `${path}[${i}]`, [...keys, i]));
  }
  if (!isJsonObject(before) || !isJsonObject(after)) return [{ path, keys }];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .sort()
    .flatMap((field) => differing(before[field], after[field], childPath(path, field), [...keys, field]));
}

const valueAt = (value: unknown, keys: Difference['keys']): unknown =>
  keys.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as JsonObject)[key] : undefined),
    value,
  );
