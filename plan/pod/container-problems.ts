import type { EnvVar, ResourceRequirements } from '../../api/generated/kinds.js';
import { type FieldError, invalid } from '../../packages/structural-schema/field-error.js';
import { compareQuantities } from '../agent/quantity.js';

/** As Kubernetes 1.28 has it; later versions accept more. */
const variableName = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

/** Why an API server would refuse a variable of such a name; undefined when it takes it. */
export const variableProblem = (name: string): string | undefined =>
  variableName.test(name)
    ? undefined
    : "must consist of letters, digits, '_', '-' and '.', and must not start with a digit";

/** Variables whose names an API server would refuse. */
export function variableProblems(env: readonly EnvVar[] = [], path: string): FieldError[] {
  return env.flatMap(({ name }, i) => {
    const problem = variableProblem(name);
    return problem === undefined ? [] : [invalid(`${path}[${i}].name`, name, problem)];
  });
}

/** Requests that are more than their limits. */
export function excessiveRequests(
  { requests = {}, limits = {} }: ResourceRequirements = {},
  path: string,
): FieldError[] {
  return Object.entries(requests).flatMap(([resource, request]) => {
    const limit = limits[resource];
    if (limit === undefined || compareQuantities(request, limit) !== 1) return [];
    return [invalid(`${path}.requests.${resource}`, request, `must be at most the limit of ${limit}`)];
  });
}
