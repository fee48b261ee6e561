import { canonicalJson } from '../../../packages/kubernetes-conventions/content-hash.js';
import { isJsonObject, type JsonObject } from '../../../packages/structural-schema/json-schema-props.js';
import { withoutDefaults } from '../../manifest/change/differences.js';
import { maskedObject } from '../../secrets/masked-object.js';
import type { CauseType } from '../plan-review.js';

/** One value of an aspect. */
export interface AspectValue {
  /** As it was written; of a long text, its hash. */
  readonly raw: unknown;
  /** Masked, and short. */
  readonly shown: () => string;
  /** Of prompts and scripts, as it was written. */
  readonly text?: string;
}

/** Something of a task that may change: its image, a variable, a file. */
export interface Aspect {
  readonly type: CauseType;
  readonly subject: string;
  /** In no order that matters; several where a change of one is no change of the others. */
  readonly values: readonly AspectValue[];
}

/**
 * An aspect with one value; none if the value is absent, or what an API server fills in. @param name what a secret is recognized
 * by, besides its form
 */
export function aspect(type: CauseType, subject: string, value: unknown, name = subject): Aspect[] {
  const written = typeof value === 'string' && type === 'Env' ? value : withoutDefaults(value, name);
  return written === undefined ? [] : [{ type, subject, values: [aspectValue(written, name)] }];
}

export function aspectValue(raw: unknown, name: string): AspectValue {
  const shown = () => referenceText(raw) ?? shortText(maskedObject(raw, name));
  return typeof raw === 'string' && raw.includes('\n') ? { raw, shown, text: raw } : { raw, shown };
}

/** `Secret github, key token` for what names a Secret or ConfigMap; undefined for anything else. */
function referenceText(value: unknown): string | undefined {
  if (!isJsonObject(value)) return undefined;
  const { secretKeyRef, configMapKeyRef, secretName } = value;
  if (typeof secretName === 'string') return `Secret ${secretName}${itemsText(value)}`;
  const [kind, reference] = isJsonObject(secretKeyRef) ? ['Secret', secretKeyRef] : ['ConfigMap', configMapKeyRef];
  return isJsonObject(reference) ? `${kind} ${String(reference['name'])}, key ${String(reference['key'])}` : undefined;
}

const itemsText = ({ items }: JsonObject): string =>
  Array.isArray(items)
    ? `, ${items.map((item) => (isJsonObject(item) ? `key ${String(item['key'])}` : '')).join(', ')}`
    : '';

const longest = 300;
/** More of a list or a mapping is no value that people compare. */
const longestJson = 120;

/** A value in one line. */
export function shortText(value: unknown): string {
  if (typeof value !== 'string') return shortJson(value);
  const lines = value.replace(/\n$/, '').split('\n');
  const [line = ''] = lines;
  const cut = line.length > longest ? `${line.slice(0, longest)}…` : line;
  return lines.length > 1 ? `${cut} … (${lines.length} lines)` : cut;
}

function shortJson(value: unknown): string {
  const text = canonicalJson(value);
  if (text.length <= longestJson) return text;
  const count = Object.keys(value as object).length;
  return Array.isArray(value) ? `a list of ${count}` : `a mapping of ${count}`;
}
