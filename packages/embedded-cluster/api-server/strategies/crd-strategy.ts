import { type FieldError, invalid, notSupported, required } from '../../../structural-schema/field-error.js';
import { isJsonObject } from '../../../structural-schema/json-schema-props.js';
import { patternErrors } from '../../../structural-schema/pattern-errors.js';
import { ruleErrors } from '../../../structural-schema/rule-errors.js';
import { timestamp } from '../../timestamp.js';
import type { ApiObject } from '../objects/api-object.js';
import type { DefinitionSpec } from '../resources/custom-resource.js';
import type { Strategy } from '../resources/strategy.js';
import { immutableErrors } from './immutable-fields.js';

/** The finalizer that keeps a definition until its objects are gone. */
export const crdFinalizer = 'customresourcecleanup.apiextensions.k8s.io';

type DraftSpec = Partial<DefinitionSpec>;

const specOf = (definition: ApiObject): DraftSpec => (definition.spec ?? {}) as DraftSpec;

export const crdStrategy: Strategy = {
  prepareForCreate(draft) {
    draft.metadata.finalizers = [...(draft.metadata.finalizers ?? []), crdFinalizer];
    fillNames(draft);
    draft.status = acceptedStatus(draft);
  },
  prepareForUpdate(draft, old) {
    fillNames(draft);
    const { conditions } = old.status as { conditions: object[] };
    draft.status = { ...acceptedStatus(draft), conditions };
  },
  validate: definitionErrors,
  validateUpdate: (definition, old) => [
    ...immutableErrors(definition, old, 'spec', ['scope', 'group', 'names.plural', 'names.kind']),
    ...definitionErrors(definition),
  ],
};

function fillNames(draft: ApiObject): void {
  const spec = specOf(draft);
  if (!isJsonObject(spec.names)) return;
  const { kind = '', singular = String(kind).toLowerCase(), listKind = `${kind}List` } = spec.names;
  draft.spec = { conversion: { strategy: 'None' }, ...spec, names: { ...spec.names, singular, listKind } };
}

/** Names are accepted and served at once; conflicts of names cannot arise unnoticed in a server this small. */
function acceptedStatus(draft: ApiObject): object {
  const { names, versions } = specOf(draft);
  const condition = (type: string, reason: string, message: string) => ({
    type,
    status: 'True',
    lastTransitionTime: draft.metadata.creationTimestamp ?? timestamp(0),
    reason,
    message,
  });
  return {
    acceptedNames: names,
    conditions: [
      condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
      condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
    ],
    storedVersions: Array.isArray(versions) ? versions.filter(({ storage }) => storage).map(({ name }) => name) : [],
  };
}

function definitionErrors(definition: ApiObject): FieldError[] {
  const spec = specOf(definition);
  if (!spec.names?.plural || !spec.names.kind) return [required('spec.names')];
  return [...identityErrors(definition, spec), ...versionErrors(spec)];
}

function identityErrors({ metadata }: ApiObject, { group, scope, names }: DraftSpec): FieldError[] {
  const wanted = `${names?.plural}.${group}`;
  const scopes = ['Cluster', 'Namespaced'];
  return [
    ...(group ? [] : [required('spec.group')]),
    ...(scope && scopes.includes(scope) ? [] : [notSupported('spec.scope', scope, scopes)]),
    ...(metadata.name === wanted
      ? []
      : [invalid('metadata.name', metadata.name, 'must be spec.names.plural+"."+spec.group')]),
  ];
}

function versionErrors({ versions = [] }: DraftSpec): FieldError[] {
  const stored = versions.filter(({ storage }) => storage).length;
  const names = versions.map(({ name }) => name);
  const storage =
    stored === 1 ? [] : [invalid('spec.versions', names, 'must have exactly one version marked as storage version')];
  return [
    ...storage,
    ...versions.flatMap((version, index) => schemaErrors(version, schemaPath(versions.length, index))),
  ];
}

/** The only version's schema is named as the first version of this API had it. */
const schemaPath = (versions: number, index: number): string =>
  versions === 1 ? 'spec.validation.openAPIV3Schema' : `spec.versions[${index}].schema.openAPIV3Schema`;

function schemaErrors({ schema }: DefinitionSpec['versions'][number], path: string): FieldError[] {
  const root = schema?.openAPIV3Schema;
  if (!root) return [required(path, 'schemas are required')];
  const type = root.type === 'object' ? [] : [invalid(`${path}.type`, root.type ?? '', 'must be object')];
  return [...type, ...patternErrors(root, path), ...ruleErrors(root, path)];
}
