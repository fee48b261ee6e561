import { crds } from '../api/generated/crds.js';
import type { Kinds } from '../api/generated/kinds.js';
import { formatFieldError } from '../packages/structural-schema/field-error.js';
import { validateObject } from '../packages/structural-schema/validate-schema.js';

type Own = Required<Kinds>[keyof Kinds];

/**
 * What is wrong with the shapes of objects, each problem beginning with the kind it is in: an object may be older than
 * the CRD that would refuse it today. Their status is not judged, it is ours.
 */
export const schemaProblems = (objects: readonly (Own | undefined)[]): string[] =>
  objects.flatMap((object) => (object ? rememberedProblemsOf(object) : []));

/** Of cached objects, which never change: many runs share a template and a WorkspaceConfig. */
const byObject = new WeakMap<Own, readonly string[]>();

function rememberedProblemsOf(object: Own): readonly string[] {
  const problems = byObject.get(object) ?? problemsOf(object);
  byObject.set(object, problems);
  return problems;
}

/** Of the texts of small specs: runs are started by the hundred with one and the same spec in each. */
const byText = new Map<string, readonly string[]>();
const rememberedTexts = 100;
const longestText = 4096;

function problemsOf({ apiVersion, kind, metadata: { name }, spec }: Own): readonly string[] {
  const schema = crds[kind].spec.versions[0]?.schema.openAPIV3Schema ?? {};
  // Only rules about the whole object can ask for its name.
  const metadata = schema['x-kubernetes-validations'] ? { name } : {};
  const judged = { apiVersion, kind, metadata, ...(spec !== undefined && { spec }) };
  const text = JSON.stringify(judged);
  const known = byText.get(text);
  if (known) return known;
  const problems = validateObject(schema, judged).map((error) =>
    formatFieldError({ ...error, path: `${kind}.${error.path}` }),
  );
  if (byText.size >= rememberedTexts) byText.clear();
  if (text.length <= longestText) byText.set(text, problems);
  return problems;
}
