import { crds } from '../../api/generated/crds.js';
import type { Kinds } from '../../api/generated/kinds.js';
import { formatFieldError } from '../../api/schema/field-error.js';
import { validateObject } from '../../api/schema/validate-schema.js';

type Own = Required<Kinds>[keyof Kinds];

/**
 * What is wrong with the shapes of objects, each problem beginning with the kind it is in: an object may be older than
 * the CRD that would refuse it today.
 */
export const schemaProblems = (objects: readonly (Own | undefined)[]): string[] =>
  objects.flatMap((object) => (object ? rememberedProblemsOf(object) : []));

/** Of cached objects, which never change: many runs share a template and a WorkspaceConfig. */
const remembered = new WeakMap<Own, readonly string[]>();

function rememberedProblemsOf(object: Own): readonly string[] {
  const problems = remembered.get(object) ?? problemsOf(object);
  remembered.set(object, problems);
  return problems;
}

function problemsOf(object: Own): string[] {
  const schema = crds[object.kind].spec.versions[0]?.schema.openAPIV3Schema ?? {};
  return validateObject(schema, object).map((error) =>
    formatFieldError({ ...error, path: `${object.kind}.${error.path}` }),
  );
}
