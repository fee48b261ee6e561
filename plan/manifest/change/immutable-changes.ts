import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { validateRules } from '../../../packages/structural-schema/cel-rules.js';
import { type FieldError, forbidden } from '../../../packages/structural-schema/field-error.js';
import { isJsonObject, type JsonObject } from '../../../packages/structural-schema/json-schema-props.js';
import { asStored } from '../../as-stored.js';
import { schemaOf } from '../object/own-kind.js';
import { differences } from './differences.js';
import { type ImmutableField, immutableFieldsOf } from './immutable-fields.js';

/**
 * The fields whose change an API server refuses when `after` is applied where `before` exists under the same name. Empty
 * means that the update is allowed, as far as is known without a cluster. Pure.
 */
export function immutableChanges(before: KubernetesObject, after: KubernetesObject): readonly FieldError[] {
  const known = lately.get(after);
  if (known?.before === before) return known.changes;
  const changes = changesBetween(before, after);
  lately.set(after, { before, changes });
  return changes;
}

/** A review asks twice about the same two of thousands of Jobs. */
const lately = new WeakMap<KubernetesObject, { before: KubernetesObject; changes: readonly FieldError[] }>();

function changesBetween(before: KubernetesObject, after: KubernetesObject): FieldError[] {
  const ofKind = immutableFieldsOf(before).flatMap((field) => changesOf(field, before, after));
  return [...ofKind, ...brokenTransitions(before, after)];
}

function changesOf(
  { path, but = [] }: ImmutableField,
  before: KubernetesObject,
  after: KubernetesObject,
): FieldError[] {
  const changed = differences(fixedPart(before, path, but), fixedPart(after, path, but), path);
  const [first, ...others] = changed;
  if (first === undefined) return [];
  const more = others.length > 0 ? ` and at ${others.length} more ${others.length === 1 ? 'place' : 'places'}` : '';
  const where = first === path && others.length === 0 ? '' : `, and it changed at ${first}${more}`;
  return [
    forbidden(path, `an object that exists keeps it${where}; give the object another name, or restore the field`),
  ];
}

function fixedPart(object: KubernetesObject, path: string, but: readonly string[]): unknown {
  const value = path
    .split('.')
    .reduce<unknown>((at, field) => (isJsonObject(at) ? at[field] : undefined), object as unknown as JsonObject);
  if (but.length === 0 || !isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([field]) => !but.includes(field)));
}

/** Rules of our own kinds that compare with what was. */
function brokenTransitions(before: KubernetesObject, after: KubernetesObject): FieldError[] {
  const schema = schemaOf(after);
  if (!schema || before.apiVersion !== after.apiVersion) return [];
  const [old, object] = [before, after].map((one) => asStored(schema, one));
  const known = new Set(validateRules(schema, object).map(({ path, detail }) => `${path} ${detail}`));
  return validateRules(schema, object, old).filter(({ path, detail }) => !known.has(`${path} ${detail}`));
}

const replacing: Readonly<Record<string, RegExp>> = {
  'argocd.argoproj.io/sync-options': /(^|,)\s*(Replace|Force)=true/,
  'kustomize.toolkit.fluxcd.io/force': /^enabled$/i,
};

/** Whether the object says that a GitOps tool should delete it and create it again where it cannot be updated. */
export const isReplacedOnChange = ({ metadata: { annotations = {} } }: KubernetesObject): boolean =>
  Object.entries(replacing).some(([name, pattern]) => pattern.test(annotations[name] ?? ''));
