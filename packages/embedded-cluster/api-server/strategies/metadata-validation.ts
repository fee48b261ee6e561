import {
  labelValueErrors,
  qualifiedNameErrors,
  subdomainErrors,
} from '../../../kubernetes-conventions/metadata/names.js';
import { type FieldError, forbidden, invalid, required } from '../../../structural-schema/field-error.js';
import type { ApiObject, Metadata } from '../objects/api-object.js';
import type { Resource } from '../resources/resource.js';

const annotationLimitBytes = 256 * 1024;

/** Problems of the metadata every kind has. */
export function metadataErrors({ metadata }: ApiObject, nameErrors = subdomainErrors): FieldError[] {
  return [
    ...nameProblems(metadata, nameErrors),
    ...labelErrorsAt('metadata.labels', metadata.labels),
    ...annotationErrors(metadata.annotations),
    ...ownerErrors(metadata),
    ...(metadata.finalizers ?? []).flatMap((finalizer) =>
      qualifiedNameErrors(finalizer).map((why) => invalid('metadata.finalizers', finalizer, why)),
    ),
  ];
}

function nameProblems({ name }: Metadata, nameErrors: (name: string) => string[]): FieldError[] {
  if (!name) return [required('metadata.name', 'name or generateName is required')];
  return nameErrors(name).map((why) => invalid('metadata.name', name, why));
}

/** Problems of a set of labels, wherever it stands. */
export function labelErrorsAt(path: string, labels: Readonly<Record<string, string>> = {}): FieldError[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...qualifiedNameErrors(key).map((why) => invalid(path, key, why)),
    ...labelValueErrors(value).map((why) => invalid(path, value, why)),
  ]);
}

function annotationErrors(annotations: Readonly<Record<string, string>> = {}): FieldError[] {
  const path = 'metadata.annotations';
  const entries = Object.entries(annotations);
  const bytes = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  const tooLarge: FieldError[] =
    bytes > annotationLimitBytes
      ? [{ path, type: 'TooLong', value: '', detail: `may not be more than ${annotationLimitBytes} bytes` }]
      : [];
  return [
    ...entries.flatMap(([key]) => qualifiedNameErrors(key.toLowerCase()).map((why) => invalid(path, key, why))),
    ...tooLarge,
  ];
}

function ownerErrors({ ownerReferences = [] }: Metadata): FieldError[] {
  const path = 'metadata.ownerReferences';
  const incomplete = ownerReferences.flatMap((owner) =>
    (['apiVersion', 'kind', 'name', 'uid'] as const)
      .filter((field) => !owner[field])
      .map((field) => invalid(`${path}.${field}`, '', `${field === 'apiVersion' ? 'version ' : ''}must not be empty`)),
  );
  const controllers = ownerReferences.filter(({ controller }) => controller).map(({ kind, name }) => `${kind}/${name}`);
  if (controllers.length < 2) return incomplete;
  const detail = `Only one reference can have Controller set to true. Found "true" in references for ${controllers.slice(0, 2).join(' and ')}`;
  return [...incomplete, invalid(path, ownerReferences, detail)];
}

const standardFinalizers: readonly string[] = ['kubernetes', 'orphan', 'foregroundDeletion'];

/** The kinds of Kubernetes itself know who may leave out the domain of a finalizer; CRDs, and what they define, do not. */
export function unqualifiedFinalizerErrors({ custom, group }: Resource, { metadata }: ApiObject): FieldError[] {
  if (custom || group === 'apiextensions.k8s.io') return [];
  const why = 'name is neither a standard finalizer name nor is it fully qualified';
  return (metadata.finalizers ?? []).flatMap((finalizer, index) =>
    finalizer.includes('/') || standardFinalizers.includes(finalizer)
      ? []
      : [invalid(`metadata.finalizers[${index}]`, finalizer, why)],
  );
}

/** An object that is going away takes no new finalizers. */
export function finalizerErrors(object: ApiObject, old: ApiObject): FieldError[] {
  if (!old.metadata.deletionTimestamp) return [];
  const before = new Set(old.metadata.finalizers);
  const added = (object.metadata.finalizers ?? []).filter((finalizer) => !before.has(finalizer));
  if (added.length === 0) return [];
  const list = added.map((finalizer) => JSON.stringify(finalizer)).join(', ');
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
  return [forbidden('metadata.finalizers', detail)];
}
