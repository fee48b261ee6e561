import { crds } from '../../../api/generated/crds.js';
import type { Kinds } from '../../../api/generated/kinds.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { type FieldError, notSupported } from '../../../packages/structural-schema/field-error.js';
import type { JSONSchemaProps } from '../../../packages/structural-schema/json-schema-props.js';

export type OwnKind = keyof Kinds;

/** An object of one of our kinds. */
export type OwnObject<Kind extends OwnKind = OwnKind> = Required<Kinds>[Kind];

const definitions = Object.values(crds).map(({ spec: { group, names, versions } }) => ({
  group,
  kind: names.kind,
  apiVersions: versions.filter(({ served }) => served).map(({ name }) => `${group}/${name}`),
  schema: versions[0]?.schema.openAPIV3Schema as JSONSchemaProps | undefined,
}));

/** The schema that validates an object; undefined for a kind that is not ours. */
export const schemaOf = ({ apiVersion, kind }: KubernetesObject): JSONSchemaProps | undefined =>
  definitions.find((one) => one.kind === kind && one.apiVersions.includes(apiVersion))?.schema;

export const isOwn = <Kind extends OwnKind>(object: KubernetesObject, kind: Kind): object is OwnObject<Kind> =>
  object.kind === kind && schemaOf(object) !== undefined;

/** An object of our API group whose kind or version does not exist. */
export function kindErrors({ apiVersion, kind }: KubernetesObject): FieldError[] {
  const group = apiVersion.split('/', 1)[0];
  const siblings = definitions.filter((one) => one.group === group);
  if (siblings.length === 0) return [];
  const same = siblings.filter((one) => one.kind === kind);
  if (same.length === 0)
    return [
      notSupported(
        'kind',
        kind,
        siblings.map((one) => one.kind),
      ),
    ];
  const served = same.flatMap(({ apiVersions }) => apiVersions);
  return served.includes(apiVersion) ? [] : [notSupported('apiVersion', apiVersion, served)];
}
