import { crds } from '../../../api/generated/crds.js';
import type { Kinds } from '../../../api/generated/kinds.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { type FieldError, notSupported } from '../../../packages/structural-schema/field-error.js';
import type { JSONSchemaProps } from '../../../packages/structural-schema/json-schema-props.js';
import { didYouMean } from '../../text/did-you-mean.js';
import { editDistance } from '../../text/nearest.js';

export type OwnKind = keyof Kinds;

/** An object of one of our kinds. */
export type OwnObject<Kind extends OwnKind = OwnKind> = Required<Kinds>[Kind];

const definitions = Object.values(crds).map(({ spec: { group, names, versions } }) => ({
  group,
  kind: names.kind,
  apiVersions: versions.filter(({ served }) => served).map(({ name }) => `${group}/${name}`),
  get schema() {
    return versions[0]?.schema.openAPIV3Schema as JSONSchemaProps | undefined;
  },
}));

/** The schema that validates an object; undefined for a kind that is not ours. */
export const schemaOf = ({ apiVersion, kind }: KubernetesObject): JSONSchemaProps | undefined =>
  definitions.find((one) => one.kind === kind && one.apiVersions.includes(apiVersion))?.schema;

export const isOwn = <Kind extends OwnKind>(object: KubernetesObject, kind: Kind): object is OwnObject<Kind> =>
  object.kind === kind && schemaOf(object) !== undefined;

/** An object of our API groups whose kind or version does not exist, or one of our kinds whose group is misspelt. */
export function kindErrors({ apiVersion, kind }: KubernetesObject): FieldError[] {
  const [group = ''] = apiVersion.split('/', 1);
  const siblings = definitions.filter((one) => one.group === group);
  if (siblings.length === 0) return groupErrors(apiVersion, group, kind);
  const same = siblings.filter((one) => one.kind === kind);
  if (same.length === 0) {
    const kinds = siblings.map((one) => one.kind);
    return [withHint(notSupported('kind', kind, kinds), didYouMean(kind, kinds))];
  }
  const served = same.flatMap(({ apiVersions }) => apiVersions);
  return served.includes(apiVersion) ? [] : [notSupported('apiVersion', apiVersion, served)];
}

/** So many letters may be wrong. Other groups with kinds of the same name, such as Tekton's, are further away. */
const MISSPELT = 2;

function groupErrors(apiVersion: string, group: string, kind: string): FieldError[] {
  const meant = definitions.filter((one) => one.kind === kind && editDistance(group, one.group) <= MISSPELT);
  const served = meant.flatMap(({ apiVersions }) => apiVersions);
  return served.length > 0 ? [notSupported('apiVersion', apiVersion, served)] : [];
}

const withHint = (error: FieldError, hint: string | undefined): FieldError =>
  hint === undefined ? error : { ...error, detail: `${error.detail}; ${hint}` };
