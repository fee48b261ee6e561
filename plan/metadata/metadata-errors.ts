import type {
  KubernetesObject,
  ObjectMeta,
  OwnerReference,
} from '../../packages/kubernetes-conventions/kubernetes-object.js';
import {
  labelErrors as dnsLabelErrors,
  labelValueErrors,
  qualifiedNameErrors,
} from '../../packages/kubernetes-conventions/metadata/names.js';
import { childPath, type FieldError, invalid, required } from '../../packages/structural-schema/field-error.js';
import { metadataTypeErrors } from './metadata-types.js';
import { nameRuleOf, prefixProblems } from './name-rules.js';

/** Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/ */
export const MAX_ANNOTATION_BYTES = 256 * 1024;

/**
 * Everything that an API server refuses in the metadata of a new object, each problem at its own field.
 *
 * @param typed the part of it that has the right types
 */
export function metadataErrors(object: KubernetesObject, typed: ObjectMeta): FieldError[] {
  return [
    ...metadataTypeErrors(object.metadata),
    ...nameErrors(object, typed),
    ...namespaceErrors(typed),
    ...labelErrors('metadata.labels', typed.labels),
    ...annotationErrors(typed),
    ...finalizerErrors(typed),
    ...ownerErrors(typed),
  ];
}

function nameErrors(object: KubernetesObject, { generateName }: ObjectMeta): FieldError[] {
  const { name } = object.metadata as { readonly name?: unknown };
  const rule = nameRuleOf(object);
  const prefix = generateName ? prefixProblems(rule, 'metadata.generateName', generateName) : [];
  if (typeof name === 'string' && (name !== '' || !generateName)) return [...prefix, ...rule('metadata.name', name)];
  const isAbsent = name === undefined || name === null;
  return isAbsent && !generateName ? [required('metadata.name')] : prefix;
}

function namespaceErrors({ namespace }: ObjectMeta): FieldError[] {
  if (!namespace) return [];
  return dnsLabelErrors(namespace).map((why) => invalid('metadata.namespace', namespace, why));
}

/** Problems of a set of labels, wherever it is. */
export function labelErrors(path: string, labels: Readonly<Record<string, string>> = {}): FieldError[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...qualifiedNameErrors(key).map((why) => invalid(childPath(path, key), key, why)),
    ...labelValueErrors(value).map((why) => invalid(childPath(path, key), value, why)),
  ]);
}

function annotationErrors({ annotations = {} }: ObjectMeta): FieldError[] {
  const path = 'metadata.annotations';
  const sizes = Object.entries(annotations).map(([key, value]) => Buffer.byteLength(key) + Buffer.byteLength(value));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const wanted = `must be at most ${MAX_ANNOTATION_BYTES} bytes, all keys and values together`;
  return [
    ...Object.keys(annotations).flatMap((key) =>
      qualifiedNameErrors(key.toLowerCase()).map((why) => invalid(childPath(path, key), key, why)),
    ),
    ...(bytes > MAX_ANNOTATION_BYTES ? [invalid(path, `${bytes} bytes`, wanted)] : []),
  ];
}

const finalizerErrors = ({ finalizers = [] }: ObjectMeta): FieldError[] =>
  finalizers.flatMap((finalizer, i) =>
    qualifiedNameErrors(finalizer).map((why) => invalid(`metadata.finalizers[${i}]`, finalizer, why)),
  );

function ownerErrors({ ownerReferences = [] }: ObjectMeta): FieldError[] {
  const path = (i: number) => `metadata.ownerReferences[${i}]`;
  const controllers = ownerReferences.flatMap(({ controller }, i) => (controller ? [i] : []));
  return [
    ...ownerReferences.flatMap((owner, i) => missingOwnerFields(owner).map((field) => required(`${path(i)}.${field}`))),
    ...controllers
      .slice(1)
      .map((i) =>
        invalid(`${path(i)}.controller`, true, `only one owner controls an object; ${path(controllers[0] ?? 0)} does`),
      ),
  ];
}

const missingOwnerFields = (owner: Partial<OwnerReference>): string[] =>
  (['apiVersion', 'kind', 'name', 'uid'] as const).filter((field) => !owner[field]);
