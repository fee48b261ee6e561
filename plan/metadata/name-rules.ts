import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import {
  label1035Errors,
  labelErrors,
  pathSegmentErrors,
} from '../../packages/kubernetes-conventions/metadata/names.js';
import { type FieldError, invalid } from '../../packages/structural-schema/field-error.js';
import { nameProblems } from '../naming.js';

type NameRule = (path: string, name: string) => FieldError[];

const inWords =
  (reasons: (name: string) => string[]): NameRule =>
  (path, name) =>
    reasons(name).map((why) => invalid(path, name, why));

const segment = inWords(pathSegmentErrors);

/** The kinds whose names are no DNS subdomains; RBAC's and certificates' only have to fit into a path. */
const rules: Readonly<Record<string, NameRule>> = {
  'v1/Namespace': inWords(labelErrors),
  'v1/Service': inWords(label1035Errors),
};
const segmentGroups: ReadonlySet<string> = new Set(['rbac.authorization.k8s.io', 'certificates.k8s.io']);

/** What the API server demands of the name of such an object. */
export function nameRuleOf({ apiVersion, kind }: KubernetesObject): NameRule {
  const group = apiVersion.split('/', 1)[0] ?? '';
  return rules[`${apiVersion}/${kind}`] ?? (segmentGroups.has(group) ? segment : nameProblems);
}

/** What the API server demands of a generateName: a dash or dot at its end is fine, for more comes behind it. */
export const prefixProblems = (rule: NameRule, path: string, prefix: string): FieldError[] =>
  rule(path, prefix.replace(/[-.]$/, 'a')).map((error) => ({ ...error, value: prefix }));
