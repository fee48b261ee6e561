import { isJsonObject, type JsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { containersOf, type PodTemplate } from './pod-templates.js';

/** A field that a control forbids. */
export interface Violation {
  /** Of the field, such as `spec.template.spec.hostNetwork`. */
  readonly path: string;
  /** What is wrong, and what to do. */
  readonly detail: string;
}

/** One control of the Pod Security Standards. Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export type Control = (pod: PodTemplate) => Violation[];

/** A security context, of the Pod or of one of its containers. */
export interface SecurityContext {
  readonly path: string;
  readonly fields: JsonObject;
  /** Absent for the Pod's. */
  readonly container?: JsonObject;
}

export const podContext = ({ spec, specPath }: PodTemplate): SecurityContext => ({
  path: `${specPath}.securityContext`,
  fields: mappingOf(spec, 'securityContext'),
});

export const containerContexts = (pod: PodTemplate): SecurityContext[] =>
  containersOf(pod).map(({ path, container }) => ({
    path: `${path}.securityContext`,
    fields: mappingOf(container, 'securityContext'),
    container,
  }));

/** The Pod's, then its containers'. */
export const contextsOf = (pod: PodTemplate): SecurityContext[] => [podContext(pod), ...containerContexts(pod)];

/** A mapping below a field; empty where there is none. */
export function mappingOf(parent: JsonObject, ...fields: readonly string[]): JsonObject {
  const found = fields.reduce<unknown>((value, field) => (isJsonObject(value) ? value[field] : undefined), parent);
  return isJsonObject(found) ? found : {};
}

/** The values of a list; empty where there is none. */
export const listOf = (parent: JsonObject, field: string): readonly unknown[] => {
  const list = parent[field];
  return Array.isArray(list) ? list : [];
};

/** A problem where `isWrong` is. */
export const problemIf = (isWrong: boolean, path: string, detail: string): Violation[] =>
  isWrong ? [{ path, detail }] : [];
