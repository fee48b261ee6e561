import { crds } from '../api/generated/crds.js';
import type { Kinds } from '../api/generated/kinds.js';
import type { FieldError } from '../packages/structural-schema/field-error.js';
import { validateObject } from '../packages/structural-schema/validate-schema.js';
import { ownedBy, type Problem } from './problem.js';

type Own = Required<Kinds>[keyof Kinds];

/**
 * What is wrong with the shapes of objects: an object may be older than the CRD that would refuse it today. Their status
 * is not validated: the controller writes it.
 */
export const schemaProblems = (objects: readonly (Own | undefined)[]): Problem[] =>
  objects.flatMap((object) => (object ? rememberedProblemsOf(object) : []));

/** Of cached objects, which never change: many runs share a template and a WorkspaceConfig. */
const byObject = new WeakMap<Own, readonly Problem[]>();

function rememberedProblemsOf(object: Own): readonly Problem[] {
  const problems = byObject.get(object) ?? ownedBy(object, errorsOf(object));
  byObject.set(object, problems);
  return problems;
}

/** Of the texts of small specs: runs are started by the hundred with one and the same spec in each. */
const byText = new Map<string, readonly FieldError[]>();
const rememberedTexts = 100;
const longestText = 4096;

function errorsOf({ apiVersion, kind, metadata: { name }, spec }: Own): readonly FieldError[] {
  const schema = crds[kind].spec.versions[0]?.schema.openAPIV3Schema ?? {};
  // Only rules about the whole object can ask for its name.
  const metadata = schema['x-kubernetes-validations'] ? { name } : {};
  const validated = { apiVersion, kind, metadata, ...(spec !== undefined && { spec }) };
  const text = JSON.stringify(validated);
  const known = byText.get(text);
  if (known) return known;
  const errors = validateObject(schema, validated);
  if (byText.size >= rememberedTexts) byText.clear();
  if (text.length <= longestText) byText.set(text, errors);
  return errors;
}
