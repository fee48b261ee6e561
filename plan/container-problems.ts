import type { EnvVar, ResourceRequirements } from '../api/generated/kinds.js';
import { type FieldError, invalid } from '../api/schema/field-error.js';
import { compareQuantities } from './agent/quantity.js';

/** As Kubernetes 1.28 has it; later versions accept more. */
const variableName = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

/** Variables whose names an API server would refuse. */
export function variableProblems(env: readonly EnvVar[] = [], path: string): FieldError[] {
  const wanted = "must consist of letters, digits, '_', '-' and '.', and must not start with a digit";
  return env.flatMap(({ name }, i) => (variableName.test(name) ? [] : [invalid(`${path}[${i}].name`, name, wanted)]));
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
